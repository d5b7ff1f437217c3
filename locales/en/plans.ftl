# Plans: what was read, doubts, newer versions, plans side by side, units that answer.
PlansHeading = Plans in force: { $n }
PlansNone = No plan is in force yet.
PlanInList = • { $title }: { $groups } content groups
PlansSend = To import a new plan or a newer version: { $how }
ButtonProposalOpen = ⏳ Go on ({ $done }/{ $all }): { $title }
PlanKnownReplaced = This file was imported before, and a newer version has taken its place: { $title }.
PlanKnownEnded = This file was imported before and is not in force: { $title }. Use it again?
PlanNumberOf = No. { $number }
PlanGone = This plan is gone. Please open Plan again.

PlanFacts =
    Number: { $number }
    Issued by: { $issuer }
    Period: { $period }
PlanGroups = Content groups: { $n }
PlanGroupsGone = No longer in the plan:
PlanGroupGone = { $group } ({ $slots } running slots)
PlanIsEnded = This plan is not in force.
Responsible = { $line } – responsible: { $unit }
ButtonPlanBodies = Responsible units
ButtonPlanEnd = Stop using
ButtonPlanEndSure = Yes, stop using it
ButtonPlanAgain = Use again
ButtonPlanKeep = No, keep it
PlanEndAsk = Stop using the plan “{ $title }”? Its { $groups } content groups can no longer be chosen for messages. What is written or approved stays as it is.
PlanEnded = The plan “{ $title }” is not in force any more.
PlanResumed = The plan “{ $title }” is in force again.
PauseAsk = { $n } slots still run for content groups that are no longer in the plan: { $groups }. Pause these slots? If not, messages go on leaving in them.
ButtonPlanPause = Pause { $n } slots
PlanSlotsPaused = { $n } slots are paused. Messages that wait there are kept.

ProposalHeading = The plan is read and not yet in force
ProposalCounts =
    Content groups: { $groups }
    Duties: { $duties }
    Report dates: { $reports }
    Anniversaries and events: { $events }
    Messages in the table: { $items }
ProposalSure = ✅ Nothing is doubtful.
ProposalDecided = ✅ All { $all } doubtful points are decided.
ProposalDoubts = ⚠️ { $n } of { $all } doubtful points are open. What is not decided is not used.
ButtonProposalDoubts = See { $n } doubtful points
ButtonProposalReview = See what was decided
ButtonProposalUse = Use this plan
ButtonProposalUseWithout = Use this plan without { $n } open points
ButtonProposalDrop = Drop it
ProposalDropped = What was read is dropped. Plans in force stay as they are.
ProposalGone = This has been used or dropped. Please open Plan again.
ProposalNewer = Is this a newer version of the plan “{ $title }” ({ $number })?
ButtonProposalNewer = Yes, a newer version
ButtonProposalOther = Another plan
ProposalReplaces = Takes the place of the plan “{ $title }”. Messages, slots and approval rules of the content groups that remain are kept.
ProposalBeside = Used beside { $n } plans in force.
ProposalChanged = The plans in force have just changed. Please look again before using this one.
ChangesHeading = Changes:
ChangesNone = No content group, date or duty changes.
PlanChange =
    { $kind ->
        [group_added] ➕ Content group: { $what }
        [group_removed] ➖ Content group: { $what }
        [group_renamed] ✏️ Content group: { $what } (was: { $was })
        [event_added] ➕ Day: { $what }
        [event_removed] ➖ Day: { $what }
        [event_moved] ✏️ Day: { $what } (was: { $was })
        [report_added] ➕ Report date: { $what }
        [report_removed] ➖ Report date: { $what }
        [duty_added] ➕ Duty: { $what }
        [duty_removed] ➖ Duty: { $what }
       *[duty_changed] ✏️ Duty: { $what }
    }

DoubtHeading = Point { $n }/{ $all }: { $kind }
DoubtKind =
    { $kind ->
        [title] title
        [number] number
        [issuer] issuing body
        [date] date of issue
        [period] period
        [groups] where content groups were read
        [group] content group
        [duty] duty
        [event] anniversary or event
        [report] report date
        [reports] report dates
        [item] message in the table
        [day] event without a day
       *[remark] good to know
    }
DoubtLine = Line { $line }: “{ $words }”
DoubtRead = I read: { $read }
DoubtReadNothing = I could read nothing here.
DoubtUnsure = I am not sure that I read this rightly.
DoubtWhy =
    { $about ->
        [text_damaged] The text has damaged letters.
        [number_blank] The place for the number is empty.
        [number_missing] There is no number.
        [number_misread] Misread letters in the number were mended.
        [number_of_another_document] This number belongs to another document.
        [date_blank] The place for the date is empty.
        [date_missing] There is no date of issue.
        [date_misread] The date is unclear or in no calendar.
        [title_missing] There is no title.
        [issuer_missing] There is no issuing body.
        [issuer_misread] The body's name is spelt in several ways.
        [issuer_from_text] The body's name comes from the text, not from the heading.
        [period_computed] The period was computed from the text.
        [period_assumed] Only a year is given; I took all of it.
        [period_missing] There is no period.
        [heading_misread] The heading has misread letters.
        [numbering_gap] Numbers skip or repeat here; an item may be missing.
        [groups_unnumbered] The content groups have no numbers; these are their positions.
        [content_section_assumed] No section is headed as content; I took the nearest one.
        [content_missing] There is no content group.
        [group_empty] There is a heading without text.
        [duties_missing] There are no duties.
        [duty_without_body] The heading names a matter, not a body.
        [report_dates_missing] There are no report dates.
        [report_dates_computed] The report date was computed from the text.
        [report_year_assumed] No year is given; I took the plan's.
        [report_time_unclear] The time of the report is no date.
        [report_date_outside_period] The report date lies outside the plan's period.
        [event_without_day] There is an event without a day.
        [anniversary_mismatch] The count of years and the day do not agree.
        [origin_computed] The first year was computed from the count of years.
        [row_unread] This row of the table could not be read.
       *[item_date_unclear] The time of this row is no day.
    }
ButtonDoubtYes = ✅ Right
ButtonDoubtSeen = ✅ Seen
ButtonDoubtSkip = Leave out
ButtonDoubtEdit = ✏️ Change
ButtonDoubtWrite = ✏️ Fill in
ButtonDoubtAgain = Decide again
ButtonDoubtLater = Later
DoubtSaid =
    { $verdict ->
        [yes] Decided: right ({ $name }).
        [skip] Decided: left out ({ $name }).
       *[edit] Changed to: { $words } ({ $name }).
    }
DoubtTaken = { $name } has just decided this. Please see what was said.
DoubtEditAsk =
    { $kind ->
        [title] Please write the right title of the plan.
        [number] Please write the number, such as 12/KH-UBND.
        [issuer] Please write the name of the issuing body.
        [date] Please write the date of issue, such as 10/01/2026.
        [period] Please write the first and the last day, such as 01/01/2026 31/12/2026.
        [group] Please write the right name of the content group.
        [duty] Please write the name of the body.
        [event] Please write day and name, such as 27/7/1947: War Invalids and Martyrs Day. With a day alone the name stays.
        [report] Please write the report date, such as 10/06/2026.
        [reports] Please write the report dates, such as 10/06/2026, 10/12/2026.
        [item] Please write the day, such as 12/05/2026, or the right title.
       *[day] Please write day and name, such as 20/11/1982: Teachers' Day.
    }
DoubtEditUnread = I did not understand. { $ask }
DoubtsDone = ✅ All doubtful points are decided.

PlanBodiesHeading = Which of the ward's units are the bodies to which the plan gives duties? Please look at each line.
PlanBodiesNone = This plan gives no duties.
BodyIs = ✅ { $n }. { $body }: { $unit }
BodySeems = ❔ { $n }. { $body }: perhaps { $unit }
BodyUnknown = ▫️ { $n }. { $body }: not known
BodyNone = ✅ { $n }. { $body }: none of the ward's units
ButtonAllRight = All right ({ $n })
ButtonBodyOf = { $n }. { $unit }
BodyNoUnit = not known
BodyAsk = Which of the ward's units is “{ $body }”?
ButtonBodyNone = None of the ward's units
ButtonPlanLeads = Who answers for each content group
PlanLeadsHeading = The unit that answers for each content group. Please look at each line.
LeadIsLine = ✅ { $group }: { $unit }
LeadSeemsLine = ❔ { $group }: perhaps { $unit }
LeadUnknownLine = ▫️ { $group }: not known
LeadAsk = Which unit answers for the content group “{ $group }”?

WriteChoosePlan = To which plan does the new message belong?
ButtonOtherPlan = « Another plan
GapYearsRound = { $day }: { $name } ({ $years } years, a round number)
SlotGroupGone = ⚠️ { $group } (no longer in the plan)
