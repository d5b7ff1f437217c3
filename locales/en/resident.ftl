# To residents.

Welcome =
    Hello. I am the automatic assistant of { $ward }.

    Just write your question here. You get a number at once. The ward's staff will answer here.

    Type /cauhoi to see your questions.

    In danger, call 113 (police), 114 (fire, rescue) or 115 (ambulance) at once.
GroupHelp = I am the automatic assistant of { $ward }. To ask the ward, type /hoi and your question. I do not read other messages in this group.
AskHow = Please write your question and send it in one message.
GroupAskHow = Type /hoi and your question, for example: /hoi When is bulky waste collected?
AskFromPost = What would you like to ask { $ward } about this message? Please send your question in one message.
Greeting = Hello. When you want to ask the ward, type /hoi and your question.
GreetingThanks = Thank you for your message. When you want to ask the ward, type /hoi and your question.
GreetingAdvertisement = I only take questions and reports for the ward, no advertisements. When you want to ask the ward, type /hoi and your question.
Emergency =
    If you are in danger now, please call at once:
    🚒 114 fire and rescue
    🚓 113 police
    🚑 115 ambulance

    Please do not wait for an answer here. I am alerting the ward as well.
Complaint =
    Complaints and denunciations have their own procedure in law. That is why I do not take them here and have not kept what you wrote.

    Please hand in a letter, or come to the citizens' reception of { $ward } at the hours posted there. You may also go to another competent authority.
OutsideContact = This is handled by { $who }; the ward cannot decide it. Please call { $contact }. I do not keep this question.
OutsideNamed = This is handled by { $who }; the ward cannot decide it. Please contact them. I do not keep this question.
Outside = This is not in the hands of { $ward }. Please call 1022 to learn who handles it. I do not keep this question.
GroupTaken = Your question is number { $code }. I will continue in your private chat.
GroupAcknowledged = Your question is number { $code }. The ward answers you in private, at the latest { $due }.
GroupNeedsConsent = Your question is number { $code }. Please open the private chat, read the notice and press Agree, so that the ward can answer.
Acknowledged =
    Your question is number { $code }.
    Answered by: { $unit }.
    At the latest: { $due }.
AcknowledgedLater =
    Your question is number { $code }.
    Answered by: { $unit }.
    Offices are closed now, so the time counts from { $starts }.
    At the latest: { $due }.
ChooseField = What is question { $code } about? Please choose. If you are not sure, press Something else.
ButtonOtherField = Something else
ButtonBelongsTo = More about { $code }
FieldChosen = Question { $code }: your choice is noted.
QuestionClosed = This question has been dealt with.
HeldHeading = Your question is number { $code }
HeldToo = Your question is number { $code }. Please press Agree, so that the ward passes your questions on.
ConsentNotice =
    Before I pass your question on, please agree that { $ward } keeps and uses it:
    • What: your words, the photos, files, voice notes and places you send with them, this chat account and the group where you asked.
    • What for: only to answer you.
    • Who reads it: only the unit that answers and the ward's office. If the answer is late, those above the unit see how it begins, without numbers of phones and papers.
    • How long: the text is deleted 90 days after the answer.
    The app you are writing in also keeps messages, under its own terms.

    You may see it (/dulieu), withdraw (/rutdongy) or erase it (/xoa) at any time. If you do not agree, you can still ask in person at the ward. If you press nothing, the question is deleted after 24 hours.
ButtonAgree = Agree
ButtonDisagree = Do not agree
NoticeOld = This notice is out of date. Please send your question again.
Agreed = Thank you for agreeing.
AlreadyAgreed = You have agreed already. To take that back, please type /rutdongy.
Disagreed = I have deleted the question. You are welcome to ask in person at { $ward }.
HeldExpired = I have deleted question { $code }, because you did not press Agree within 24 hours. If you still need it, please write again.
NoQuestions = You have not asked anything yet. Just write your question here.
MyQuestions = Your questions
QuestionLine = { $code } – { $state }
QuestionHeld = waits for you to agree
QuestionChoosing = waits for you to choose what it is about
QuestionOpen = { $unit } answers at the latest { $due }
QuestionAnswered = answered by { $unit }
QuestionReferred = referred to who is responsible
QuestionTold = guidance was given
QuestionWithdrawn = taken back and deleted
QuestionInHand = { $unit } works on it and answers at the latest { $due }
QuestionWaiting = { $unit } waits for your reply
QuestionReopened = { $unit } looks at it again and answers at the latest { $due }
QuestionConfirmed = answered by { $unit }; you said that it is settled
QuestionEnded = answered by { $unit }, closed
QuestionReferredTo = the ward passed it on to { $who }
QuestionJoined = { $unit } answers it together with one like it
StatusHeading = Question { $code }
StatusTogether = Your { $n } questions reached the ward:
AskBackHeading =
    About your question { $code }
    { $unit } asks:
AskBackHow = Please reply to this message. Until you do, the deadline for the answer stands still.
ExtendedForYou = Question { $code } needs more time; you have an answer at the latest { $due }. Reason: { $reason }
TransferredForYou = Question { $code } is now answered by { $unit }. Reason: { $reason }. The deadline stays.
ReferredForYou = Question { $code } is not the ward's to settle. Who does: { $who }. Please contact them.
ReferredUnder = Question { $code } is not the ward's to settle. Who does: { $who }. The ward passed it on; its reference there is { $reference }.
JoinedForYou = Somebody has asked the same as your question { $code }. You get the answer as soon as there is one.
SplitForYou = Your question { $code } is about two things. The second is { $second }, answered by { $unit }.
AnswerChanged = (changed at { $at })
ButtonTakeBack = Take it back
TakenBack = Question { $code } is taken back and deleted.
AnswerHeading =
    Answer to question { $code }
    { $unit }, { $ward }
DataNoName = Name: not kept.
DataName = Name: { $name }.
DataConsent = Consent: given (notice { $notice }).
DataNoConsent = Consent: none, or withdrawn.
DataAnswer =
    Answer, { $at }:
    { $text }
DataQuestion =
    --- Question { $code } ---
    Asked: { $at }
    Now: { $state }
    You asked: { $text }
WithdrawSure = If you withdraw your consent, unanswered questions are deleted and the ward will not answer them. Are you sure?
ButtonWithdrawConsent = Withdraw consent
ConsentWithdrawn = Your consent is withdrawn. Open questions are deleted. To erase answered ones too, type /xoa. Request number: { $request }.
EraseSure = I will erase all your questions and the ward's answers. Once erased, they cannot be brought back. The ward will not answer what is still open. Are you sure?
ButtonErase = Erase everything
Erased = The texts of your questions and of the ward's answers are erased. Please delete what is left on your own phone yourself. Request number: { $request }.

# Photos, files, voice notes and places.

MediaWithoutQuestion = I do not know which question this photo or file belongs to. Please write the question first, then send it again.
PhotoAsk = Is there an ID card or another personal paper in the photo sent with question { $code }? I pass it on only if there is none. If no button is pressed, the photo is deleted after 24 hours.
ButtonPhotoPersonal = Yes
ButtonPhotoPlain = No
PhotoKept = I send the photo along with question { $code }.
PhotoDropped = I have dropped the photo and passed it on to nobody. Question { $code } is dealt with as usual. The photo is still on your phone; please delete it yourself.
PhotoExpired = I have deleted the photo sent with question { $code }, because there was no answer for 24 hours. If it is still needed, please send it again.
PhotoDecided = This photo has been dealt with already.
MediaOfQuestion = Sent with question { $code }.
MediaOfAnswer = The ward sends this for question { $code }.
MediaSent = Passed on to the asker of { $code }. Please answer the card in words to close the question.


# A person’s question: added to, changed, taken back, said to have helped.
AddHow = What would you like to add to question { $code }? Please write it in one message.
Added = Added to question { $code }. The ward’s officer will read it.
AddedToAnswer =
    Thank you. I have passed this on to the officer who was waiting, question { $code }.
    Answer at the latest: { $due }.
ButtonNewQuestion = This is a new question
NewInstead = All right, I take this as a new question.
ButtonAdd = Add something
EditTaken = I have changed question { $code } as you wrote.
EditTooLate = Question { $code } has been answered and can no longer be changed. To say more, please press “Add something” or send a new message.
TakeBackSure = Take back question { $code }? Its words will be deleted and the ward will not answer.
ButtonTakeBackSure = Yes, take it back
ButtonKeepQuestion = No, keep it
QuestionKept = Question { $code } is kept. The ward will answer.
ButtonMyQuestion = Open question { $code }
ButtonMore = More
MineAsked =
    You asked, { $at }:
    { $text }
MineAdded =
    You added, { $at }:
    { $text }
MineAskedBack =
    The ward asked, { $at }:
    { $text }
StatusOpen =
    Who answers: { $unit }.
    At the latest: { $due }.
    I will write to you here as soon as there is an answer.
StatusInHand =
    An officer of { $unit } is working on it.
    At the latest: { $due }.
    I will write to you here as soon as there is an answer.
StatusReopened =
    { $unit } is looking at it again.
    At the latest: { $due }.
    I will write to you here as soon as there is an answer.
StatusWaiting =
    { $unit } is waiting for your answer.
    Until then the deadline stands still.
    Please write your answer here.
StatusAnswered =
    { $unit } has answered, please see the answer.
    Has it been settled?
StatusOther = Now: { $state }.
ButtonSolved = Settled
ButtonNotSolved = Not settled
HelpedAsk = Did answer { $code } help you?
ButtonHelped = Yes, it helped
ButtonNotHelped = Not yet
HelpedThanks = Thank you. Question { $code } is done.
HelpedMayPublish =
    Thank you. Question { $code } is done.

    May the ward post the question and the answer in the groups, so that neighbours know too, without your name and address?
ButtonMayPublish = Yes, it may
ButtonNotPublish = No
MayPublishNoted = Thank you. The ward may post { $code }, without your name. To change your mind, type /cauhoi.
MayNotPublishNoted = All right, the ward will not post { $code }.
NotHelpedAsk =
    We are sorry. I have sent question { $code } back and told a superior.
    A new answer at the latest: { $due }.

    What is missing? Please press a button or write it here.
MissingOther = It is not what I asked
MissingWho = Not clear who does it and when
MissingDone = Promised, but not done
NotHelpedAgain =
    I understand that this is still not settled. The ward has looked at it again once, so I cannot send it back another time.

    You can come to the citizens’ reception of { $ward } and speak to its leaders yourself.
NotHelpedTimes =
    I understand that this is still not settled. The ward has looked at it again once, so I cannot send it back another time.

    You can come to the citizens’ reception of { $ward } and speak to its leaders yourself.
    Reception: { $times }
ComplaintTimes =
    The law says how complaints and denunciations are received. I therefore cannot take them by message, and I have not kept what you just wrote.

    Please hand in a letter or come to the citizens’ reception of { $ward }. You may also go to another competent body.
    Reception: { $times }
TooMany =
    You have sent { $n } questions in a short time, so I have not taken this message and have not kept it. Please send it again after { $at }.

    If you are in danger, call 113, 114 or 115 now.
ButtonBoth = Send to both
ButtonAskFor = Ask for somebody else
ForWhom = For whom are you asking? Please write a name or a house number. Only the unit that answers will read it.
ForConsent =
    You are asking for: { $asker }.
    Have they agreed that you ask for them and that the ward keeps the question?
ButtonForAgrees = They have agreed
ForQuestion = Please write their question in one message.
