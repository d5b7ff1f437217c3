# To the ward's staff.

OnlyAdministrator = Only an administrator of the ward can do this.
OnlyApprovers = Only an approver of the ward can do this.
OnlyStoppers = Only an approver or administrator can do this.
OnlyWriters = This is for those who write the ward's messages.
OnlyStaff = This is for the ward's staff.
OnlyOfficers = Only registered officers of the unit can answer. Please ask an administrator to invite you as an officer in /phuong.
OnlyOfficersInbox = This is for officers who answer questions.
StaffWelcome = Welcome, { $name }. You are now in { $ward } as: { $role }.
StaffHint = Please choose a command: /soan to write a message, /duyet to approve, /dophu to see the coverage, /hopthu to see questions. To ask the ward, type /hoi.
StaffHelp =
    { $ward } – for staff

    /soan – write a message
    /duyet – messages to approve
    /lich – what is posted when, what is missing
    /dophu – who has received a post
    /hopthu – open questions
    /phuong – manage the ward
    /tamvang – say that you are away
RoleEditor = Editor
RoleOfficer = Officer
RoleApprover = Approver
RoleAdministrator = Administrator
WardHome =
    { $ward }

    Units with a chat: { $units } of { $all_units }
    Registered neighbourhoods: { $covered } of { $neighbourhoods }
ButtonUnits = Units
ButtonNeighbourhoods = Neighbourhoods
ButtonStaff = Staff
ButtonPlan = Plan
UnitsHeading = The units. ✅ has a chat.
UnitChatIs = Chat: “{ $title }”
UnitChatMissing = No chat yet. Questions go to the office's chat.
UnitNoOfficers = No officers yet. Invite them under Staff.
UnitOfficers = Officers: { $names }
ButtonUnitChat = Connect a chat
UnitChatLink =
    Please add me to the working group of { $unit } with the button. The link works once:
    { $url }
UnitChatReady = From now on this chat receives residents' questions for { $unit }. To answer, officers reply to the very message with the question.
UnitChatOnlyAdministrator = Only an administrator of the ward can connect this group. Please ask one to open the link.
UnitChatIsResidents = This is a neighbourhood's group. Please choose the unit's working group.
UnitChatLost = ⚠️ I cannot write in the chat of { $unit }. Please connect it again in /phuong.
UnitChatBack = The chat of { $unit } works again.
NoUnitChat = ⚠️ Question { $code } for { $unit } has no chat to go to. Please connect one in /phuong. Meanwhile the unit's officers type /hopthu to see it.
NeighbourhoodsHeading = { $n } neighbourhoods. ✅ registered, ⏳ to be confirmed.
NeighbourhoodsStuck = ❗: the head is stuck while registering. Please press it to see why, and call them.
ButtonAddNeighbourhoods = Add
NeighbourhoodsAsk =
    Please send a list, one neighbourhood a line: code, name. For example:
    01, Tổ dân phố số 1
    02, Tổ dân phố số 2
NeighbourhoodLineUnread = The line “{ $line }” is not right: a code, a comma, then the name. Nothing was added; please send the whole list again.
NeighbourhoodsAdded = { $n } neighbourhoods noted.
HeadIs = Head: { $name }
ButtonHeadLink = Link for the head
HeadLink =
    Please pass this link or the code to the head of { $name } ({ $code }). It works once, for { $days } days:
    { $url }
GroupConfirmCard = { $name } asks to register the group “{ $title }”. Asked by { $head }, an administrator of the group.
RelayConfirmCard = { $name } uses a group that I cannot join. { $head } offers to post there by hand.
GroupConfirmed = ✅ { $name } is confirmed.
GroupRejected = { $name } is rejected.
GroupLost = ⚠️ I was removed from the group of { $name }. Would its head please add me again.
GroupSilenced = ⚠️ I may no longer write in the group of { $name }. Would its head please let me write again.
GroupBack = ✅ The group of { $name } receives messages again. What it missed and is still of use is sent now.
StaffHeading = The ward's staff
ButtonInvite = Invite
InviteWhich = Invite as what?
InviteUnit = Officer of which unit?
InviteName = Please write the name of the person to invite as: { $role }.
NameUnread = Please write the name in one line, at most 80 characters.
InviteLink =
    Please pass this link to { $name } ({ $role }). It works once, for { $days } days:
    { $url }
ButtonEndRoles = End all roles
RolesEnded = All roles of { $name } are ended. Please remove them from the unit's chat.
RolesEndedForYou = Your roles in { $ward } have ended.
LastAdministrator = This is the only administrator. Please invite another one first.
PlanSendFile = Please send the plan: Word (.docx), a PDF with text, Excel (.xlsx) or plain text (.txt).
PlanHowToSend = To import a plan, open /phuong, press Plan, then send the file.
PlanImported =
    Plan imported: { $title }
    Content groups: { $groups }
    Report dates: { $dates }
    Open points, not used: { $doubts }
PlanKnown = This plan was imported before; nothing was changed.
PlanEmpty = The file is empty; nothing was imported. Please send the plan.
PlanNotText = This file is not readable text; nothing was imported. Please save the plan as .docx or PDF and send it again.
PlanNotAPlan = This file is not a plan; nothing was imported. Please send the plan itself.
# Files that are no plan
PlanTooMuch = The file takes more than a plan should; nothing was imported. Please save it again with fewer pictures and send it.
PlanLocked = The file has a password; nothing was imported. Please remove the password and send it again.
PlanScanned = The file is a picture without readable text; nothing was imported. Please send a Word file or a PDF with text.
PlanBroken = The file is damaged; nothing was imported. Please open it, save it again and send it.
PlanNotRead = I could not read the file just now; nothing was imported. Please send it again in a few minutes.
PlanNoTable = This workbook has no table of messages; nothing was imported. Please name the columns: Date, Content group, Title, Text, Unit.
FileTooLarge = The file is too large; nothing was imported. Please send a file under 20 MB (a .txt file under 5 MB).
FileNotFetched = I could not fetch the file. Please send it again.
WriteOwn = Your messages. Press one to see, edit or withdraw it.
OwnLine = Message { $number } – { $state }
OwnHeading = Message { $number }, version { $version } – { $state }
WriteChooseGroup = Which content group of the plan is the new message for?
ButtonNoGroup = None of these
WriteChooseFirst = Please choose a content group above.
WriteText =
    Content group: { $group }

    Please write the text and send it. Bold, italic, underline and links are kept.
WriteTextNoPlan = Please write the text and send it. Bold, italic, underline and links are kept.
WriteTextAgain = Please send the new text.
EditText = Editing message { $number }: please send the new text. It must be approved again.
WritePhoto = If there is a picture, a video, or a PDF or Word file, please send it. Several pictures and videos sent at once become one album. If not, press the button.
WritePhotoOrSkip = Please send a picture, a video, a PDF or Word file, or press No picture.
ButtonNoPhoto = No picture
PreviewFollows = Residents get exactly this, with nothing added:
WriteWhen = When should it be posted?
ButtonNow = As soon as approved
ButtonOtherTime = Another time
ButtonWriteAgain = Write again
ButtonDrop = Drop
WriteOtherTime = Please write the date and time, for example: 20/5 8:30
TimeUnread = I did not understand that time. Please write it like: 20/5 8:30
TimePast = That time has passed. Please choose another.
WriteConfirmNow = Submit? It is posted as soon as it is approved.
WriteConfirmAt = Submit? It is posted at { $at }.
WriteConfirmEvent = Submit this event? It is posted as soon as it is approved, on that day only.
WriteConfirmEventAt = Submit this event? It is posted at { $at }, on that day only.
WriteConfirmUrgent = Submit this urgent message? It is posted as soon as it is approved, without time to stop it.
WriteConfirmUrgentAt = Submit this urgent message? It is posted as soon as it is approved, without time to stop it. The chosen time ({ $at }) is dropped.
ButtonNotice = Ordinary
ButtonEvent = Event
ButtonUrgent = Urgent
ButtonSubmit = Submit
Submitted = Message { $number }, version { $version } is submitted. I will tell you the decision.
SubmittedNobody = Message { $number } is stored, but there is nobody else to approve it. Please ask an administrator to invite one in /phuong.
DraftGone = This draft was submitted for approval or dropped. Please type /soan for a new one.
DraftDropped = The draft is dropped.
MessageSubmitted = waits for approval
MessageReturned = returned
MessageWithdrawn = withdrawn
MessageApproved = approved
MessagePlanned = approved, will be posted at { $at }
MessagePosted = posted at { $at }
MessageHeld = overdue, waits for a decision
MessagePaused = paused
MessageStopped = stopped
MessageNotYours = This message is not yours.
MessageClosed = This message was withdrawn; nothing more can be done.
MessageOut = The message is posted and cannot be withdrawn. To take it out of the groups, please ask an approver or administrator to press Recall in /dophu.
ButtonEdit = Edit
ButtonWithdraw = Withdraw
Withdrawn = Message { $number } is withdrawn.
CardHeading =
    Message { $number }, version { $version } to approve
    Author: { $author }
    Content group: { $group }
    Post: { $at }
NoGroup = none
AsSoonAsApproved = as soon as approved
CardNotice = Kind: ordinary
CardEvent = Kind: event, posted on its day only
CardUrgent = Kind: 🚨 urgent, leaves as soon as it is approved, without time to stop it
CardCap = ⚠️ { $n } groups will have had their { $max } messages of that day and will not get this one.
ButtonApprove = Approve
ButtonReturn = Return
CardReplaced = There is version { $version } now. This one no longer counts.
CardApproved = ✅ Approved by { $name }.
CardReturned = ↩️ Returned by { $name }: { $reason }
CardWithdrawn = { $name } withdrew this message.
ApprovedToast = Approved.
AuthorApproved = ✅ { $name } approved message { $number }. It will be posted shortly.
AuthorApprovedAt = ✅ { $name } approved message { $number }. It is posted at { $at }.
AuthorReturned = ↩️ { $name } returned message { $number }: { $reason }
OldCard = This is an old version; nothing was done. Please see version { $version } or type /duyet.
OwnMessage = You wrote it, so you cannot approve it. Please ask another approver.
NotAlone = Only an approver on duty may send this alone. Please type /duyet and press Take the duty.
AlreadyApproved = This message has been approved.
AlreadyReturned = This message has been returned.
AlreadyYours = You have decided on this version already.
ReturnWhy = Why do you return message { $number }? Please write the reason for the author.
ReturnWhyEmpty = Please write the reason in words.
ReturnedDone = Message { $number } is returned to its author.
NothingToApprove = Nothing waits for your approval.
Releasing = 📢 Message { $number } will start to go to { $copies } groups at { $at }. To stop it, press Stop before then.
ReleasingUrgent = 🚨 Urgent message { $number } is going to { $copies } groups now.
ReleasingCapped = Not sent to { $n } groups that have had their { $max } messages today. To send it there too, press Coverage.
ButtonStop = Stop
Stopped = Message { $number } is stopped; no group received it. Stopped by { $name }.
StopTooLate = It has gone out and cannot be stopped any more. To take it away, please press Recall in /dophu.
ButtonStopRest = Stop sending
Held = ⏸ Message { $number } was due at { $due }, but that has passed, so it waits for your decision.
HeldRestored = ⏸ Message { $number } was due at { $due }, but that has passed, so it waits for your decision. The data was just restored from a copy, and the groups may have this message already: please look in a group before you post it.
ButtonPostHeld = Post now
ButtonDropHeld = Do not post
HeldPosted = It will be posted. I will tell you when it starts to leave.
DutyHeading = Duty: whoever has it may send an urgent message at once, alone.
DutyLine = { $name }: from { $since } to { $until }
DutyNobody = Nobody has it now.
ButtonTakeDuty = Take the duty
ButtonEndDuty = Hand it back
ButtonReleaseAlone = Send now, alone
CardReleasedAlone = 🚨 { $name }, on duty, sent it alone.
AuthorReleasedAlone = 🚨 { $name }, on duty, sent urgent message { $number } alone. Another approver will review it.
ReviewAsk = 🚨 { $name }, on duty, sent urgent message { $number } alone at { $at }. Please review it:
ReviewAskAgain = ⏰ Urgent message { $number }, sent alone by { $name } at { $at }, has not been reviewed yet. Please look:
ReviewNobody = ⚠️ { $name } sent urgent message { $number } alone, and there is no other approver to review it. Please invite one in /phuong.
ButtonReviewAgrees = Seen, I agree
ButtonReviewDisagrees = I disagree
ReviewThanks = Noted. Thank you.
ReviewNotYours = You wrote or sent it, so you cannot review it. Please leave it to another approver.
ReviewCardAgrees = ✅ { $name } has seen it and agrees.
ReviewCardDisagrees = ⚠️ { $name } disagrees.
ReviewAlarm = ⚠️ { $name } reviewed urgent message { $number }, sent alone by { $by }, and disagrees. Sent to { $reached } groups, { $left } still to go.
ReviewMissing = ⚠️ Sent alone by { $name }, not reviewed yet (since { $since }).
ReviewAgreed = Sent alone by { $name }; { $by } has seen it and agreed at { $at }.
ReviewDisagreed = ⚠️ Sent alone by { $name }; { $by } disagreed at { $at }.
NothingPosted = Nothing has been posted yet.
ButtonCoverage = Coverage
CoveragePick = Message { $number } – { $at }
CoverageHeading =
    Message { $number }, posted { $at }
    Reached { $covered } of { $all } neighbourhoods
CoverageRest = … and { $n } more lines
LineSent = ✅ { $name }: posted at { $at }
LineRelayed = ✅ { $name }: the head posted it at { $at }
LineRelayWaiting = ⏳ { $name }: waits for the head to post it
LineWaiting = ⏳ { $name }: on its way
LineUnknown = ❓ { $name }: not certain whether it arrived, an approver must look in the group
LineStopped = ⏹ { $name }: stopped
LineTooLate = ❌ { $name }: too late, not posted
LineRemoved = ❌ { $name }: I was removed from the group, the head must add me
LineNoRight = ❌ { $name }: I may not write there, the head must allow it
LineBlocked = ❌ { $name }: I cannot write to the head, who must open the chat with me again
LineNotPosted = ❌ { $name }: the head could not post it
LineNoGroup = ❌ { $name }: no group, the head must register one
LineNotConfirmed = ❌ { $name }: not confirmed, an administrator must do it
LineLater = ▫️ { $name }: registered after the post
LineRefused = ❌ { $name }: could not be sent, an approver must look at the text
LineCap = ❌ { $name }: had its { $n } messages of the day, an approver must decide
ButtonSeen = Seen in the group: { $name }
ButtonResend = Send again: { $name }
SettledSeen = Noted: it did arrive.
SettledAgain = It will be sent again.
ButtonSendCapped = Send to those groups too
CapSending = It will be sent to { $n } more groups.
CapTooLate = It is too late, it was stopped, or those groups have it by now.
ProgressRunning = 📢 Message { $number } is going out: { $sent }/{ $all } groups have it.
ProgressPaused = ⏸ Message { $number } is paused, by { $name } at { $at }. { $sent }/{ $all } groups have it.
ProgressPausedItself = ⏸ Message { $number } is paused because of many errors, at { $at }. { $sent }/{ $all } groups have it.
ProgressDone = 🏁 Message { $number } has gone out: { $sent }/{ $all } groups have it.
ProgressStopped = ⏹ Message { $number }: { $name } cancelled what had not left at { $at }. { $sent }/{ $all } groups have it.
ProgressRefused = ⛔ Message { $number } was stopped because Telegram does not take its content. { $sent }/{ $all } groups have it.
ProgressHeld = ⏸ Message { $number } is overdue. { $sent }/{ $all } groups have it, the rest waits for you to decide.
ProgressPlanned = 📢 Message { $number } is about to go on.
ProgressCancelled = Message { $number } was edited or withdrawn and does not go out.
ProgressLeft = { $n } groups to go.
ProgressLeftFor = { $n } groups to go, { $time }.
TimeSoon = less than 1 minute
TimeMinutes = about { $n } min
ProgressCapped = Not sent, had their messages of the day: { $n } groups.
ProgressFailed = Could not be reached: { $n } groups.
ProgressUnknown = Not clear whether it arrived: { $n } groups.
ProgressExpired = Too late, not sent: { $n } groups.
ProgressDropped = Cancelled: { $n } groups.
ProgressRelays = Waiting for heads to post: { $n } groups.
ButtonPause = Pause
ButtonResume = Go on
ButtonEnd = Cancel the rest
Paused = Message { $number } is paused. Groups that do not have it yet wait until somebody presses Go on.
PausedNotStopped = Message { $number } has reached some groups, so the rest is paused. Please press Go on or Cancel the rest.
Resumed = Message { $number } goes on.
ResumedNothing = Message { $number } has no group left to go to: the rest is too late.
Ended = The rest of message { $number } is cancelled.
PausedFirst = { $name } paused this message at { $at }.
ResumedFirst = { $name } let this message go on at { $at }.
EndedFirst = { $name } stopped this message for good at { $at }.
AuthorEnded = ⏹ Message { $number }: { $name } cancelled what had not left. { $sent }/{ $all } groups have it.
RelayEnded = The ward has stopped the message that you were asked to post. If you have not posted it, please do not.
TroubleRefused = ⛔ Message { $number } was stopped: Telegram does not take it, because { $why }. { $sent } groups have it. Its author edits it and submits it again.
TroubleRefusedAuthor = ⛔ Message { $number } was stopped: Telegram does not take it, because { $why }. { $sent } groups have it. Please edit it and submit it again.
WhyTooLong = it is too long
WhyEmptyText = it has no words
WhyLooks = bold, italic or a link in it is broken
WhyPhoto = its picture cannot be used
WhyButton = the button below it is broken
WhyOther = something in it is broken ({ $words })
TroubleErrors = ⚠️ Message { $number } met many errors, so it is paused. { $sent } groups have it, { $left } to go. Please wait some minutes, then press Go on.
DoubtOpen = ❓ Message { $number }: it is not clear whether { $n } groups got it. Please look into each group, then press Seen in the group or Send again.
DoubtOver = ✅ Message { $number }: no group is unclear any more.
DoubtMore = … and { $n } more, shown when these are done.
DoubtSettledCount = Settled: { $n } groups.
DoubtSeen = ✅ { $name }: staff saw it there
DoubtArrived = ✅ { $name }: it arrived
DoubtAgain = ⏳ { $name }: being sent again
DoubtFailed = ❌ { $name }: not there yet
OutageOver = ℹ️ From { $since } to { $until } Telegram could not be reached.
OutageBacklog = { $n } messages are waiting, the oldest since { $oldest }. They are being sent now; you need do nothing.
OutageNoBacklog = No message had to wait.
QuestionHeading =
    Question { $code } – { $unit }
    Answer at the latest { $due }
QuestionFrom = From the group of { $name }
QuestionHowToAnswer = ↩️ Reply to this message to send the answer.
AlarmHeading = 🚨 URGENT – { $code }. A resident reports being in danger. Please act at once.
CardTakenBack = Question { $code } was taken back by its asker.
QuestionPassedOn = Passed on by a head of neighbourhood: { $asker }
QuestionByPhone = Asked by phone: { $asker }
QuestionAtCounter = Asked at the ward: { $asker }
CardTaken = 👤 { $name } works on it
CardWaiting = ⏸️ Waits for the asker; its time stands still
CardAnswered = ✅ Answered
CardConfirmed = ✅ Answered; the asker says that it is settled
CardClosed = ✅ Answered and closed
CardReopened = 🔁 The asker says that the answer before did not settle it
CardReferred = ➡️ Referred out: { $who }
CardJoined = 🔗 One with another question
CardMoved = Question { $code } went to { $unit }.
CardAdded =
    ➕ Added by the asker, { $at }:
    { $text }
CardAskedBack =
    ❔ Asked back, { $at }:
    { $text }
CardNote =
    📝 Note of { $name }:
    { $text }
ButtonTake = Take it
ButtonHandBack = Give it back
HandedBack = The question is the whole unit's again.
TakenByYou = You have taken this question.
TakenBefore = { $name } took this question first.
QuestionNotYours = Another unit answers this question.
ReplyHere = Please reply to this message.
WantAskBack = Question { $code }: what do you need to know from the resident? Its time stands still while you wait.
WantNote = Question { $code }: please write the note. Only officers of the unit read it.
WantExtension = Question { $code }: please write why it takes longer. The asker is told.
WantTransfer = Question { $code } to { $unit }: please write why. The asker is told.
WantOutside =
    Question { $code }: who settles it?
    First line: their name and phone number.
    Second line, if there is one: the reference there.
WantJoin = With which question is { $code } one? Please write its six-digit code.
WantSplit = Question { $code }: please write the part that is for { $unit }.
WantWords = There are no words. Please write them and send again.
ButtonNever = Never mind
NothingDone = Nothing was done with this question.
ButtonAskBack = Ask the resident
ButtonTransfer = To another unit
ButtonMoreActs = More
ButtonExtend = Extend
ButtonNote = Note
ButtonJoin = Join with another
ButtonSplit = Split in two
ButtonOutside = Not the ward's
ButtonTheirField = It is their field
ButtonTypeCode = Write a code
MoreFor = Question { $code }: what would you like to do?
TransferWhere = To which unit does question { $code } go? The likeliest comes first.
SplitWhere = Question { $code }: which unit answers the second part?
JoinWhich = With which of these is question { $code } one?
TwinSeen =
    { $code } looks like { $other }, which is open:
    { $text }
    If so, join them: one answer serves both.
ButtonJoinInto = Join into { $code }
JoinUnknown = The unit has no question with that code.
JoinNot = These two cannot be joined. Only questions that wait for an answer can.
Joined = 🔗 { $code } is now one with { $into }: an answer to { $into } answers both.
TheirField = it is the field of that unit
Transferred = ➡️ Question { $code } went to { $unit }. Its deadline stays.
ReferredOut = ➡️ The asker of { $code } was told who settles it. The question is closed.
Split = { $code } is split. The second part is { $second }, for { $unit }.
NoteKept = 📝 Noted on { $code }.
ExtensionNot = This question cannot be extended: each can be once, and urgent ones cannot.
Extended = ⏳ Question { $code } is extended to { $due }. The asker was told.
AskedBack = ❔ The asker of { $code } was asked. Its time stands still until they reply.
AskBackNobody = I cannot write to the asker of { $code }, so nothing was asked and the time goes on. Please contact them yourself.
AnswerNotYet = ✋ The answer to { $code } was not sent yet.
HintTooShort = • It is very short. Will the asker understand it?
HintEvasive = • It gives neither a result nor a date. Please say who does what, and when.
HintNoDate = • It has no date. The asker will want to know when.
HintNoPlace = • It lacks the address or phone number of the place to go to.
HintNoPaper = • It speaks of a paper that is not attached.
HintSensitive = • This answer needs a colleague's approval first.
ButtonSendAnyway = Send anyway
ButtonAskColleague = Ask a colleague
ButtonAnswerAgain = Drop it and write again
DraftAnswerGone = This answer was sent or dropped.
DraftNotYours = Only who wrote this answer can do that.
DraftSent = Answer to { $code }: you chose to send it.
AnswerDropped = The answer to { $code } was dropped. To write again, reply to the message with the question.
NoColleagues = The unit has no chat, so nobody can be asked. Please tell an administrator.
DraftToApprove = Please approve the answer to { $code } by { $name }:
ButtonApproveAnswer = Approve and send
ButtonReturnAnswer = Return
ColleagueAsked = Your colleagues were asked in the unit's chat about the answer to { $code }.
NotOwnAnswer = You cannot approve your own answer.
AnswerApproved = ✅ { $name } approved the answer to { $code }.
AnswerReturned = ↩️ { $name } returned the answer to { $code }. Please write again by replying to the message with the question.
AnswerEdited = ✏️ The answer to { $code } was changed for its asker too.
AnswerEditNot = The answer to { $code } was approved by a colleague, so that changing the message has no effect. To replace it, please send a new answer.
ButtonTwoOfficers = Answers need a colleague
ButtonOneOfficer = Answers need no colleague
UnitIsSensitive = Answers of this unit must be approved by a colleague before they are sent.
AnswerHow = To answer a resident, please reply to the message with the question.
AnswerEmpty = There are no words, so nothing was sent. Please write the answer.
AnswerSent = ✅ The answer to { $code } is on its way.
AnswerPassOn = 📞 The asker of { $code } does not use this app: { $asker }. Please pass the answer below on to them.
AnswerNotDelivered = ⚠️ The answer to { $code } did not arrive: its asker has blocked me. The question counts as unanswered; please see /hopthu.
AskerGone = I could not send the answer to { $code }: the asker cannot be reached.
QuestionClosedHere = This question is closed; nothing was sent.
InboxHeading = { $n } open questions
InboxEmpty = No question waits for an answer.
CardBefore = Residents now see message { $number }, version { $version }, posted { $at }:
CardCorrection =
    CORRECTION of message { $number }, which is posted: version { $version } waits for approval
    Written by: { $author }
    Once approved, what stands in the groups is changed at once to the text below, with a line that says when.
ButtonCorrect = Correct
CorrectText = Correcting message { $number }, which is posted: please send the right text. Once approved, I change it in the groups.
PreviewCorrection = Residents get exactly this, with only a line added that says when it was corrected:
WriteConfirmCorrection = Submit? Once approved, the message is changed in the groups at once.
SubmittedCorrection = The correction of message { $number } waits for approval. I will tell you the result.
AuthorCorrectionApproved = ✅ { $name } approved the correction of message { $number }. I am changing it in the groups.
Correcting = ✏️ Message { $number } is being corrected in { $copies } groups. Press Coverage to see which are not corrected yet.
MessageCorrected = corrected { $at }
MessageRecalled = recalled { $at }
ButtonRecall = Recall
RecallSure = Recall message { $number } from all groups? What was posted more than 48 hours ago cannot be taken away; I change it into a notice of recall. Once recalled, this message cannot be posted again.
ButtonRecallSure = Recall it
ButtonRecallNot = No, keep it
RecallDropped = The message stays.
NothingToRecall = This message stands in no group any more.
Recalled = ↩️ { $name } recalled message { $number }. I am taking it away in { $groups } groups.
CardRecalled = { $name } recalled this message.
CoveragePickCorrection = Correction of { $number } – { $at }
CoveragePickRecall = Recall of { $number } – { $at }
CorrectionCoverage =
    Correction of message { $number }, { $at }
    Done in { $done }/{ $groups } groups
RecallCoverage =
    Recall of message { $number }, { $at }
    Done in { $done }/{ $groups } groups
LineEdited = ✅ { $name }: changed at { $at }
LineReplied = ✅ { $name }: the old one could not be changed, a correction was posted as a reply at { $at }
LineAnew = ✅ { $name }: nobody knows the old one in the group, a new correction was posted at { $at }
LineWithdrawn = ✅ { $name }: changed into a notice of recall at { $at }
LineDeleted = ✅ { $name }: taken away at { $at }
LineTold = ✅ { $name }: the old one could not be taken away, a notice of recall was posted at { $at }
LineTakenDown = ✅ { $name }: taken down by the head at { $at }
LineTakeDownWaiting = ⏳ { $name }: waiting for the head to take it down
LineNotTakenDown = ❌ { $name }: the head could not take it down
LineReplaced = ▫️ { $name }: replaced before it was posted
LineNeverPosted = ▫️ { $name }: never posted, cancelled
LineChatGone = ❌ { $name }: the group is gone, its head must register again
LineTopicClosed = ❌ { $name }: the topic is closed, its head must open it
LineUneditable = ❌ { $name }: the old one could not be changed
LineUnclear = ❌ { $name }: refused by Telegram, nobody knows why; an approver should look into the group
SeenPosted = { $at }: version { $version } posted
SeenRelayed = { $at }: version { $version } posted by the head
SeenEdited = { $at }: changed to version { $version }
SeenReplied = { $at }: version { $version } posted as a reply
SeenAnew = { $at }: version { $version } posted anew
SeenWithdrawn = { $at }: changed into a notice of recall
SeenDeleted = { $at }: taken away
SeenTold = { $at }: a notice of recall posted
SeenInDoubt = { $at }: nobody knows whether version { $version } arrived

# Requests about personal data.

ButtonDataRequests = Requests about data
DataRequests = What residents asked for about their data: show { $show }, consent taken back { $withdraw }, erase { $erase }
DataRequestShow = show the data
DataRequestWithdraw = consent taken back
DataRequestErase = erase the data
DataRequestOpen = { $code }: { $kind }, asked { $asked }, due { $due }
DataRequestDone = { $code }: { $kind }, asked { $asked }, done by the assistant { $done }
# What officers have before them, and answers that help them.
InboxMine = Mine: { $n }
InboxUnit = My unit's: { $n }
InboxLate = ⏰ Late: { $n }
InboxWaiting = ⏳ Waiting for the asker: { $n }
InboxStuck = ⚠️ Stuck: { $n }
InboxMore = … and { $n } more
DueDays = { $n } days left
DueTomorrow = due tomorrow { $time }
DueToday = due today { $time }
LateToday = late since { $time } today
LateDays = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
    }
DueWaiting = waiting for the asker
StuckUntaken = nobody took it in time
StuckNoChat = the unit has no chat
StuckUndelivered = the answer did not arrive
StuckUnchosen = the asker has not chosen a field
ButtonOpenQuestion = Open { $code }
ButtonFind = 🔎 Find
ButtonWardCounts = Whole ward
ButtonHandOver = Hand over to a colleague
ButtonSampleBook = Samples
WardInbox = Whole ward: { $n } open questions
WardInboxLine = { $unit }: { $open } in hand ({ $late } late, { $untaken } taken by nobody), { $waiting } waiting for the asker
UnroutedHeading = Question { $code }: its asker has not chosen a field
ButtonTakeToOffice = The office takes it
FindWhat = Please type a code or some words, with or without accents.
FindAgain = Please press Find and type again.
FoundNothing = No question has “{ $wanted }”. Please try other words, or the six digits of its code.
FoundHeading = “{ $wanted }”: { $n } questions
FoundMany = There are more. Please type more words to narrow it down.
FoundAnswered = answered
FoundEnded = closed
FoundAnswer = The answer to { $code }, sent { $at }
HandOverNothing = You have taken no question.
HandOverWhich = Which question do you want to hand over?
ButtonHandOverAll = All { $n }
HandOverTo = To whom does { $code } go?
HandOverAllTo = To whom do your { $n } questions go?
HandOverNobody = The unit has no other officer. Please ask an administrator to invite one in /phuong.
HandOverNotYours = This question is no longer yours.
HandedOver = ✅ { $n } questions are { $name }'s now: { $codes }.
HandedOverUntold = ✅ { $n } questions are { $name }'s now: { $codes }. I could not write to { $name }; please tell them.
HandedToYou = { $name } hands { $n } questions over to you: { $codes }.
ButtonSamples = Sample answers
SamplesHeading = Answers that may fit { $code }. Press one to read it.
SamplesNone = The unit keeps no answers yet, and has answered no question like this one. Add some in /hopthu.
SampleHeading = A sample answer for { $code }
ButtonUseSample = Use this one
DraftHeading = Draft of the answer to { $code }. Press Send it, or reply to this message with your own wording.
DraftCovered = Draft of the answer to { $code }. A number in it is covered (•), so it cannot be sent yet. Please reply to this message with the whole answer.
ButtonSendSample = Send it
ButtonDropSample = Another one
SampleGone = This one is gone. Please choose another.
SampleBookWhich = The samples of which unit?
SampleBook = Sample answers of { $unit }: { $n }
ButtonSampleAdd = Add one
SampleAsk = Please send the answer to keep, without a resident's name or phone number.
SampleKept = ✅ Kept as “{ $title }”.
SamplesFull = The unit keeps many answers already. Please delete some in /hopthu first.
ButtonKeepSample = Keep as a sample
ButtonSampleRename = Rename
SampleAskTitle = Please send the new name of “{ $title }”.
ButtonSampleDrop = Delete

# What the asker says afterwards, and allows.
CardAskerAdded = ➕ The asker has added something to { $code }.
CardAskerChanged = ✏️ The asker has changed { $code }.
CardNotHelped = 🔁 The asker says that answer { $code } did not settle the matter. Please look again.
ReopenedHigher = 🔁 Question { $code } of { $unit }: its asker says that the answer did not settle the matter, so it is open again. Please keep an eye on it.
CardMayPublish = 📣 The asker allows the answer to be posted without names.
ButtonDraftAnswer = Draft a post of it
PublishNotAllowed = The asker does not allow this answer to be posted.
PublishOpenPrivate = Please open a private chat with me first, then press again.
PublishBusy = You are in the middle of something in the private chat. Please finish it, then press again.
PublishInPrivate = The draft is in your private chat.
PublishedAnswer =
    A resident asked: { $question }

    Answer: { $answer }
PublishCheck = Above is a draft made of { $code }. Please read it carefully and take out every name, address and number. To change it, send the whole text. It is then approved like any other message.
ButtonUseDraft = Use it as it is

# Routing of questions.
ButtonRouting = Routing of questions
RoutingHome = Residents' questions are routed by their words. Please choose a unit to see or change the words that lead to it.
ButtonRoutingGroups = Content groups
ButtonRoutingTry = Try a sentence
RoutingUnit = Fields of { $unit }. Please choose one.
RoutingField =
    { $field } ({ $unit })
    Words that lead here: { $words }
RoutingNoWords = none yet
ButtonRoutingAdd = Add a word
ButtonRoutingTake = Take a word out
RoutingAddAsk = Please write a word or phrase that residents use when they ask about “{ $field }”.
RoutingTakeAsk = Please write exactly the word or phrase to take out of “{ $field }”.
RoutingUnread = Please write one phrase in one line, at most 60 characters.
RoutingNotThere = “{ $phrase }” is not in this field. Please check how it is written.
RoutingAdded = ✅ Added “{ $phrase }” to { $field }. It counts in a few seconds.
RoutingTaken = ✅ Took “{ $phrase }” out of { $field }. It counts in a few seconds.
RoutingGroups = A question that replies to a post is read together with the units of its content group. Please choose a group to change its units.
RoutingGroupAsk = Group { $group }: { $units }. Please write the codes of its units, the lead first, with commas between them. The codes: { $codes }
RoutingGroupDone = ✅ Group { $group }: { $units }. It counts in a few seconds.
RoutingTryAsk = Please write a sentence as a resident would ask it. It is not kept and goes to nobody.
RoutingTried =
    Goes to: { $label } ({ $percent } %)
    Because of: { $why }
    Next: { $near }
