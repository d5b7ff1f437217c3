## Passing on for the ward where the bot cannot be

WayGroup = the group of { $name }
WayGroupNamed = the group “{ $group }” of { $name }
WayLoudspeaker = the loudspeaker of { $name }
WayBoard = the notice board of { $name }
WayMeeting = the meeting of { $name }

RelayPlease = Please copy the message below, paste it into { $place }, then press Posted.
RelayPleaseParts = Please copy the { $n } parts below one after the other, paste them into { $place }, then press Posted under the last one.
RelayPleaseAloud = Please read the text below on { $place } on { $day }, then press Read aloud. It takes about { $minutes } min.
RelayPleaseAloudParts = Please read the text below on { $place } from { $day } on, then press Read aloud under the last part. It takes about { $minutes } min, so it is in { $n } sessions: 15 minutes each at most, two a day at most, Monday to Friday.
RelayPleaseBoard = Please print this page, hang it up on { $place }, then press Hung up.
RelayPleaseMeeting = Please tell the message below at { $place }, then press Told. This page is to be printed and handed out there.
RelayCorrected = The earlier message was corrected.
RelayTakeDown = The ward took back the message “{ $about }”. Please do not post it; if you have, please remove it from { $place }. When it is not there any more, please press Removed.
RelayTakeDownSaid = The ward took back the message “{ $about }”. Please do not read it; if you have at { $place }, please tell people. When that is done, please press Told them.

ButtonReadAloud = Read aloud
ButtonNotReadAloud = Cannot read it
ButtonHungUp = Hung up
ButtonNotHungUp = Cannot hang it up
ButtonToldMeeting = Told
ButtonNotToldMeeting = Cannot tell it
ButtonRecallSaid = Told them
ButtonRecallNotSaid = Cannot tell them
ButtonRelayUndoElsewhere = A mistake, not done yet
RelayDoneElsewhere = Noted. Thank you.
RelayLateNote = Noted, as confirmed late. Thank you.
ButtonNoAccess = Cannot get into the group
ButtonGroupClosed = The group is closed
ButtonRelayLater = Later
RelayNoAccessNote = Noted: you cannot get into the group. { $ward } will contact you. Once you can post it, please press Posted.
RelayGroupClosedNote = Noted: the group is closed. { $ward } will contact you. Once you can post it, please press Posted.
RelayLaterNote = All right. Unless it is done by then, I shall ask again at { $at }.
RelayPhotoPlease = If it is no trouble, please send a picture that shows it there.
RelayPhotoThanks = The picture has arrived. Thank you.

RelayRemind = Has “{ $about }” reached { $place } yet? Please press a button.
RelayRemindUrgent = ⚠️ Has the urgent message “{ $about }” reached { $place } yet? Please do it now, then press a button.
RelayRemindPast = Did “{ $about }” reach { $place }? If not, there is nothing to do any more. Please press a button.
RelayRemindRecall = Has “{ $about }”, which was taken back, been removed from { $place }? Please press a button.
RelayUrgentSilent = ⚠️ Urgent message { $number }: after { $minutes } minutes { $n } places have not confirmed: { $names }. Please call their heads.

ButtonWays = Loudspeaker, board, other groups
WaysHeading = { $name }: where you post for the ward
WayOpen = ✅ { $place }
WayAsked = ⏳ { $place }: waits for the ward
ButtonWayGroup = Add a Zalo group
ButtonWayLoudspeaker = Add a loudspeaker
ButtonWayBoard = Add a notice board
ButtonWayMeeting = Add the meeting
WayAskName = What is this group called? Please send the name of the group of { $name }.
WayAskedNow = I told the ward about { $place }. Please wait for the ward to confirm.
WayConfirmCard = { $head } offers to bring messages of the ward to { $place }.
WayReady = The ward confirmed { $place }. Messages come here, with what is to be done.

## What is read aloud and hung up

AloudOpening = Kính thưa bà con { $name }. Sau đây là thông báo của { $issuer }.
AloudOpeningCorrection = Kính thưa bà con { $name }. Sau đây là thông báo đính chính của { $issuer }.
AloudClosing = Xin cảm ơn bà con đã lắng nghe.
AloudLink = xem trong nhóm của tổ
AloudSession = Session { $n }:
AloudFits = 🔊 Read aloud: about { $minutes } min.
AloudTooLong = 🔊 Read aloud: about { $minutes } min, more than the 15 of a session, so in { $n } sessions. Nothing is left out.
RelayInPieces = 📋 To paste into a Zalo group: { $n } parts.
PageHeading = NOTICE
PageLine = No. { $number } · { $at }
PageAsk = Scan to ask the ward
PageFile = notice-{ $number }.pdf

## Coverage by week and content group

LineAloud = ✅ { $name }: read aloud at { $at }
LineHungUp = ✅ { $name }: hung up at { $at }
LineToldMeeting = ✅ { $name }: told at the meeting at { $at }
LineLate = ✅ { $name }: { $way }, confirmed late at { $at }
LineElsewhereWaiting = ⏳ { $name }: { $way }, waits for a confirmation
LineNoAccess = ⚠️ { $name }: the head cannot get into the group
LineGroupClosed = ⚠️ { $name }: the group is closed
ChannelTelegram = Telegram group
ChannelGroup = Zalo group
ChannelLoudspeaker = loudspeaker
ChannelBoard = notice board
ChannelMeeting = meeting
ActsHead = head
ActsAdministrator = administrator
ActsApprover = approver
ButtonSpread = Coverage of the week
ButtonSpreadBefore = ← Week before
ButtonSpreadAfter = Week after →
ButtonSpreadFile = Excel file
SpreadFile = The week's coverage as a table.
SpreadTooLarge = The table is too large for a file. Please choose another week.
SpreadTitle = Coverage { $from } – { $until }: { $percent } %
SpreadNone = { $from } – { $until }: nothing was posted.
SpreadTarget = Target of the plan: { $target } %
SpreadGroup = { $name }: { $percent } % ({ $covered }/{ $all })
SpreadLate = , { $late } confirmed late
SpreadNoGroup = In no content group
SpreadColumn = No. { $number }
SpreadRest = { $posts } earlier posts and { $places } neighbourhoods more: see the Excel file.
MarkCovered = Has it
MarkLate = Confirmed late
MarkOpen = Waiting
MarkMissing = Has it not
SheetName = Coverage
ColumnPlace = Neighbourhood
ColumnCovered = Reached
ColumnMeant = To reach
ColumnShare = Share
ColumnTarget = Target
ColumnSum = Sum
ColumnWay = Channel
ColumnState = State
ColumnBy = Confirmed by
ColumnActs = Who acts
