# The ward's calendar.

ButtonCalendar = Calendar
CalendarHeading = Calendar of { $year }
CalendarHours = Office hours: { $hours }
CalendarHoursFrom = From { $from }: { $hours }
CalendarDaysOff = Days off:
CalendarDaysWorked = Days worked instead:
DayOffUnnamed = Day off
DayWorkedUnnamed = Working day
HolidayNewYear = New Year's Day
HolidayTet = Lunar New Year
HolidayHungKings = Hùng Kings' Day
HolidayReunification = Reunification Day
HolidayLabour = Labour Day
HolidayNationalDay = National Day
HolidayCultureDay = Vietnam Culture Day
ButtonAddDayOff = Add a day off
ButtonAddDayWorked = Add a working day
ButtonDropDay = Remove a day
ButtonHours = Change office hours
ButtonDropHours = 🕗 Office hours from { $from }
ButtonYear = Year { $year }
CalendarAskOff =
    Write the day off and its name, one a line. For example:
    04/01/2027 Day in lieu
    05/02/2027 - 11/02/2027 Lunar New Year
CalendarAskWorked =
    Write the day that everybody works instead of a day off, usually a Saturday. For example:
    09/01/2027 Working Saturday
CalendarAskHours =
    Write the first day and the office hours. T2 is Monday, CN is Sunday. For example:
    01/03/2027: T2-T6 7:30-11:30 13:00-16:30; T7 7:30-11:30
CalendarDropWhich =
    Year { $year }: tap the day to remove.
    🏠 is a day off: removed, it is worked. 🏢 is a day worked instead: removed, it is free.
CalendarDayUnread = The line “{ $line }” is not right: a real day/month/year is needed, then the name. Nothing was noted; please send the whole list again.
CalendarNameTooLong = The name is longer than { $max } letters. Nothing was noted; please make it shorter.
CalendarOtherYear = Only days of { $this } and { $next } are noted. Please check the year and send it again.
CalendarWorksAnyway = { $day } is a working day anyway. Nothing was noted; please check the day.
CalendarFreeAnyway = Note: { $day } is free anyway.
CalendarHoursUnread = These office hours were not understood. Please write them like this: 01/03/2027: T2-T6 7:30-11:30 13:00-16:30
CalendarOffAdded = Noted as days off:
CalendarWorkedAdded = Noted as working days:
CalendarHoursSet = From { $from } the office hours are { $hours }.
CalendarOffDropped = { $day } is no day off any more.
CalendarWorkedDropped = { $day } is no working day any more.
CalendarHoursDropped = The office hours from { $from } are gone; those before go on.
CalendarNoDeadlines = The deadlines of open questions stay as they are.
CalendarDeadlines = { $n } open questions have a new deadline.
