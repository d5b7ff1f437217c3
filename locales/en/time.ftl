# Reminders, lateness, who answers for a unit, absence.

# For units.
Digest =
    ☀️ { $unit }
    { $day }: { $n ->
    [one] { $n } open question
   *[other] { $n } open questions
    }
DigestLate = ⏰ Late: { $n }
DigestToday = 📅 Due today: { $n }
DigestUntaken = ⚠️ Taken by nobody in time: { $n }
DigestShare = 🔔 { $percent } % of the time has passed: { $n }
DigestRest = Others: { $n }
Reminder = ⏰ { $unit }: { $n ->
    [one] { $n } question needs you now
   *[other] { $n } questions need you now
    }
ReminderShare = { $percent } % of the time has passed
ReminderMore = … and { $n } more. Type /hopthu to see all.

# When it is late.
LateForHead = ⏰ { $n ->
    [one] { $n } question of your unit is overdue
   *[other] { $n } questions of your unit are overdue
    }. Please see to it.
LateForHigher = ⏰ { $n ->
    [one] { $n } question is still overdue
   *[other] { $n } questions are still overdue
    }. Please press the unit for an answer.
LateInsteadOf = You get this in place of { $name }, who is away.
LateNobody = ⚠️ { $n ->
    [one] { $n } question is
   *[other] { $n } questions are
    } overdue ({ $codes }), but { $unit } has no head who can be told. I tell the next level. Please choose a head.
CardLate = ⏰ Overdue: told { $names }
LateForYou =
    Your question { $code } is overdue and has no answer yet. The ward apologises.
    It is with: { $unit }. I have told the head of that unit.
    Once there is an answer, I write to you here.
LateForYouHigher =
    Your question { $code } is overdue and has no answer yet. The ward apologises.
    It is with: { $unit }. I have told those above that unit.
    Once there is an answer, I write to you here.
LateForYouPlain =
    Your question { $code } is overdue and has no answer yet. The ward apologises.
    It is with: { $unit }. I have reminded that unit.
    Once there is an answer, I write to you here.
StatusLate =
    Answered by: { $unit }.
    It was due { $due } and is late. The ward apologises.
    Once there is an answer, I write to you here.
StatusMovedLater = It was due { $from } before; it is later now because the ward's working days have changed.
StatusMovedEarlier = It was due { $from } before; it is earlier now because the ward's working days have changed.

# Who answers for a unit.
ButtonContacts = Heads of units
ContactsHeading = Who answers for each unit: they are told when a question is overdue. ✅ is chosen.
ContactHead = Head: { $name }
ContactDeputy = Deputy: { $name }
ContactNobody = nobody yet
ContactWhy = An overdue question is told to the head of its unit; a working day later to the head of Ban Xây dựng Đảng, and after another to that of Thường trực Đảng ủy.
ButtonContactHead = Choose the head
ButtonContactDeputy = Choose the deputy
ButtonContactDrop = Remove
ContactPick = { $unit }: please choose an officer.
ContactNoOfficers = The unit has no such officer. Please invite one under Staff first.

# Absence.
CommandAway = Say that you are away (staff)
ButtonAway = I'm away
AwayWhen = When are you away?
AwayLine = You are away: { $days }.
AwaySpan = { $from } until { $until }
ButtonAwayToday = Today
ButtonAwayWeek = Until Sunday
ButtonAwayChoose = Choose days
ButtonDropAway = Remove the absence from { $from }
AwayAsk = Please write the first and the last day, as in: 12/12 - 20/12
AwayUnread = I do not understand these days. Please write as in: 12/12 - 20/12 (six months at most).
AwayPast = That day is over. Please choose from today on.
AwayOverlap = You are away { $days } already. Please choose other days, or type /tamvang to remove those.
AwayTo = Away { $days }. To whom do the questions go that you have taken?
ButtonAwayUnit = Back to the unit
AwayNotedTo = ✅ Noted: you are away { $days }. When that begins, in office hours, your questions go to { $name }. Their time goes on.
AwayNotedUnit = ✅ Noted: you are away { $days }. When that begins, in office hours, your questions go back to the unit. Their time goes on.
AwayNoted = ✅ Noted: you are away { $days }.
AwayTakes = You are away { $days } and take nothing on. If you are back, please press “I'm back” in your private chat with me, then take it.
ButtonBackAgain = I'm back
BackAgain = ✅ You are not away any more. What was handed over stays where it is.
AwayHandedToYou = { $name } is away until { $until } and hands { $n ->
    [one] { $n } question
   *[other] { $n } questions
    } over to you: { $codes }.
AwayUnitTold = { $name } is away until { $until }.
AwayUnitOver = Handed over to { $name }: { $n } ({ $codes }).
AwayUnitBack = Back with the unit, for somebody to take: { $n } ({ $codes }).
