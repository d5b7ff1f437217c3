# Lịch làm việc của phường.

ButtonCalendar = Lịch làm việc
CalendarHeading = Lịch làm việc năm { $year }
CalendarHours = Giờ làm việc: { $hours }
CalendarHoursFrom = Từ { $from }: { $hours }
CalendarDaysOff = Ngày nghỉ:
CalendarDaysWorked = Ngày làm bù:
DayOffUnnamed = Nghỉ
DayWorkedUnnamed = Đi làm
HolidayNewYear = Tết Dương lịch
HolidayTet = Tết Nguyên đán
HolidayHungKings = Giỗ Tổ Hùng Vương
HolidayReunification = Ngày Chiến thắng 30/4
HolidayLabour = Ngày Quốc tế lao động
HolidayNationalDay = Quốc khánh
HolidayCultureDay = Ngày Văn hóa Việt Nam
ButtonAddDayOff = Thêm ngày nghỉ
ButtonAddDayWorked = Thêm ngày làm bù
ButtonDropDay = Bỏ một ngày
ButtonHours = Đổi giờ làm việc
ButtonDropHours = 🕗 Giờ làm việc từ { $from }
ButtonYear = Năm { $year }
CalendarAskOff =
    Xin ông/bà viết ngày nghỉ rồi tên ngày nghỉ, mỗi dòng một ngày. Ví dụ:
    04/01/2027 Nghỉ bù
    05/02/2027 - 11/02/2027 Tết Nguyên đán
CalendarAskWorked =
    Xin ông/bà viết ngày cả phường đi làm thay cho ngày nghỉ, thường là một thứ Bảy. Ví dụ:
    09/01/2027 Làm bù
CalendarAskHours =
    Xin ông/bà viết ngày bắt đầu rồi giờ làm việc. T2 là thứ Hai, CN là Chủ nhật. Ví dụ:
    01/03/2027: T2-T6 7:30-11:30 13:00-16:30; T7 7:30-11:30
CalendarDropWhich =
    Năm { $year }: xin ông/bà bấm vào ngày cần bỏ.
    🏠 là ngày nghỉ: bỏ thì hôm đó đi làm. 🏢 là ngày làm bù: bỏ thì hôm đó nghỉ.
CalendarDayUnread = Dòng “{ $line }” chưa đúng: cần ngày/tháng/năm có thật, rồi tên. Tôi chưa ghi gì, xin ông/bà gửi lại cả danh sách.
CalendarNameTooLong = Tên ngày dài quá { $max } chữ. Tôi chưa ghi gì, xin ông/bà viết ngắn lại.
CalendarOtherYear = Tôi chỉ ghi ngày của năm { $this } và { $next }. Xin ông/bà xem lại năm rồi gửi lại.
CalendarWorksAnyway = { $day } vốn là ngày làm việc, không cần ghi. Tôi chưa ghi gì, xin ông/bà xem lại ngày.
CalendarFreeAnyway = Xin lưu ý: { $day } vốn không làm việc.
CalendarHoursUnread = Tôi chưa hiểu giờ làm việc này. Xin ông/bà viết như ví dụ: 01/03/2027: T2-T6 7:30-11:30 13:00-16:30
CalendarOffAdded = Đã ghi ngày nghỉ:
CalendarWorkedAdded = Đã ghi ngày làm bù:
CalendarHoursSet = Từ { $from }, giờ làm việc là { $hours }.
CalendarOffDropped = { $day } không còn là ngày nghỉ.
CalendarWorkedDropped = { $day } không còn là ngày làm bù.
CalendarHoursDropped = Giờ làm việc từ { $from } đã bỏ, giờ trước đó được giữ.
CalendarNoDeadlines = Hạn trả lời của các câu hỏi đang chờ không đổi.
CalendarDeadlines = { $n } câu hỏi đang chờ có hạn trả lời mới.
