# To the ward's staff.

OnlyAdministrator = Only an administrator of the ward can do this.
OnlyApprovers = Only an approver of the ward can do this.
OnlyStoppers = Only an approver or administrator can do this.
OnlyWriters = This is for those who write the ward's messages.
OnlyStaff = This is for the ward's staff.
OnlyOfficers = Only registered officers of the unit can answer. An administrator invites them with /phuong.
OnlyOfficersInbox = This is for officers who answer questions.
StaffWelcome = Welcome, { $name }. You are now in { $ward } as: { $role }.
StaffHint = Please choose a command: /soan write, /duyet approve, /dophu coverage, /hopthu questions. To ask the ward: /hoi.
StaffHelp =
    { $ward } – for staff

    /soan – write a message
    /duyet – messages to approve
    /dophu – who has received a post
    /hopthu – open questions
    /phuong – manage the ward
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
UnitChatReady = From now on this chat receives residents' questions for { $unit }. Officers answer by replying to each question.
UnitChatOnlyAdministrator = Only an administrator of the ward can connect this group. Please ask one to open the link.
UnitChatIsResidents = This is a neighbourhood's group. Please choose the unit's working group.
UnitChatLost = ⚠️ I cannot write in the chat of { $unit }. Please connect it again in /phuong.
UnitChatBack = The chat of { $unit } works again.
NoUnitChat = ⚠️ Question { $code } of { $unit } has no chat to go to. Please connect one in /phuong; the unit's officers can see it with /hopthu.
NeighbourhoodsHeading = { $n } neighbourhoods. ✅ registered, ⏳ to be confirmed.
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
    Please pass this link to the head of { $name }. It works once, for { $days } days:
    { $url }
GroupConfirmCard = { $name } asks to register the group “{ $title }”. Asked by { $head }, an administrator of the group.
RelayConfirmCard = { $name } uses a group that I cannot join. { $head } offers to post there by hand.
GroupConfirmed = ✅ { $name } is confirmed.
GroupRejected = { $name } is rejected.
GroupLost = ⚠️ I was removed from the group of { $name }. Please add me again.
GroupSilenced = ⚠️ I may no longer write in the group of { $name }. Please let me write again.
GroupBack = ✅ The group of { $name } receives messages again.
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
PlanSendFile = Please send the plan as a text file (.txt).
PlanHowToSend = To import a plan, open /phuong, press Plan, then send the file.
PlanImported =
    Plan imported: { $title }
    Content groups: { $groups }
    Report dates: { $dates }
    Places to check: { $doubts }
PlanKnown = This plan was imported before; nothing was changed.
PlanEmpty = The file is empty; nothing was imported. Please send the plan.
PlanNotText = This file is not readable text; nothing was imported. Please save the plan as .txt and send it again.
PlanNotAPlan = This file is not a plan; nothing was imported. Please send the plan itself.
FileTooLarge = The file is too large; nothing was imported. Please send a text file under 5 MB.
FileNotFetched = I could not fetch the file. Please send it again.
WriteOwn = Your messages. Press one to see, edit or withdraw it.
OwnLine = Message { $number } – { $state }
OwnHeading = Message { $number }, version { $version } – { $state }
WriteChooseGroup = Which content group of the plan is the new message for?
ButtonNoGroup = None of these
WriteChooseFirst = Please choose a content group above.
WriteText =
    Content group: { $group }

    Please write the text and send it. Bold, italic and links are kept.
WriteTextNoPlan = Please write the text and send it. Bold, italic and links are kept.
WriteTextAgain = Please send the new text.
EditText = Editing message { $number }: please send the new text. It must be approved again.
WritePhoto = If there is a picture, please send one. If not, press the button.
WritePhotoOrSkip = Please send one picture or press No picture.
ButtonNoPhoto = No picture
PreviewFollows = Residents will see exactly this:
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
ButtonSubmit = Submit
Submitted = Message { $number }, version { $version } is submitted. I will tell you the decision.
SubmittedNobody = Message { $number } is stored, but there is no approver besides you. Please ask an administrator to invite one in /phuong.
DraftGone = This draft was submitted or dropped. Please type /soan for a new one.
DraftDropped = The draft is dropped.
MessageSubmitted = waits for approval
MessageReturned = returned
MessageWithdrawn = withdrawn
MessageApproved = approved
MessagePlanned = approved, posted at { $at }
MessagePosted = posted at { $at }
MessageHeld = overdue, waits for a decision
MessageStopped = stopped
MessageNotYours = This message is not yours.
MessageClosed = This message was withdrawn; nothing more can be done.
MessageOut = It has been posted and cannot be edited any more. Please type /soan and write a new message that corrects it.
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
ButtonApprove = Approve
ButtonReturn = Return
CardReplaced = There is version { $version } now. This one no longer counts.
CardApproved = ✅ Approved by { $name }.
CardReturned = ↩️ Returned by { $name }: { $reason }
CardWithdrawn = { $name } withdrew this message.
ApprovedToast = Approved.
ApprovedNeedsMore = Noted. More approvals are needed.
AuthorApproved = ✅ { $name } approved message { $number }. It will be posted shortly.
AuthorApprovedAt = ✅ { $name } approved message { $number }. It is posted at { $at }.
AuthorReturned = ↩️ { $name } returned message { $number }: { $reason }
OldCard = This is an old version; nothing was done. Please see version { $version } or type /duyet.
OwnMessage = You wrote it, so you cannot approve it. Please ask another approver.
AlreadyApproved = This message has been approved.
AlreadyReturned = This message has been returned.
AlreadyYours = You have decided on this version already.
ReturnWhy = Why do you return message { $number }? Please write the reason for the author.
ReturnWhyEmpty = Please write the reason in words.
ReturnedDone = Message { $number } is returned to its author.
NothingToApprove = Nothing waits for your approval.
Releasing = 📢 Message { $number } starts to go to { $copies } groups at { $at }. To stop it, press Stop before then.
ButtonStop = Stop
Stopped = Message { $number } is stopped; no group received it. Stopped by { $name }.
StopTooLate = It has started to leave and cannot be stopped.
Held = ⏸ Message { $number } was due at { $due }, but that has passed, so it waits for your decision.
HeldRestored = ⏸ Message { $number } was due at { $due }, but that has passed, so it waits for your decision. The data was just restored from a copy, and the groups may have this message already: please look in a group before you post it.
ButtonPostHeld = Post now
ButtonDropHeld = Do not post
HeldPosted = It will be posted. I will tell you when it starts to leave.
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
ButtonSeen = Seen in the group: { $name }
ButtonResend = Send again: { $name }
SettledSeen = Noted: it did arrive.
SettledAgain = It will be sent again.
QuestionHeading =
    Question { $code } – { $unit }
    Answer at the latest { $due }
QuestionFrom = From the group of { $name }
QuestionHowToAnswer = ↩️ Reply to this message to send the answer.
AlarmHeading = 🚨 URGENT – { $code }. A resident reports danger. Please act at once.
CardTakenBack = Question { $code } was taken back by its asker.
AnswerHow = To answer a resident, please reply to the message with the question.
AnswerEmpty = There are no words, so nothing was sent. Please write the answer.
AnswerSent = ✅ The answer to { $code } is on its way.
AnswerNotDelivered = ⚠️ The answer to { $code } did not arrive: its asker has blocked me. The question is open again.
AskerGone = I could not send the answer to { $code }: the asker cannot be reached.
QuestionClosedHere = This question is closed; nothing was sent.
InboxHeading = { $n } open questions
InboxLine = { $code } – { $unit }, at the latest { $due }
InboxEmpty = No question waits for an answer.
