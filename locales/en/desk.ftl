# What officers do with a question: what was sent with it, entering it for others, its kind.

MediaTakenAway = What was sent with question { $code } is of no use here any more. I cannot take this message away, please delete it.
MediaGone = What was sent with this question is gone.
CardForgotten = Question { $code } was closed long ago; its words have been deleted as required.
ButtonShowMedia = 📎 Sent along: { $n }

# Entering a question for somebody without the app.

CommandEnter = Enter a question by phone or at the counter (staff)
ButtonEnter = 📞 Enter for somebody
EnterWords = What is asked? Please write it in the asker's own words, in one message.
EnterAsker = Who asks, and how can they be reached? For example: Mrs Lan, 5 lane 15, telephone number. Only the answering unit reads this.
EnterWay =
    Asker: { $asker }
    Question: { $text }

    How did they ask? By pressing you confirm that they agree that the ward keeps their words and how to reach them.
ButtonByPhone = By phone
ButtonAtCounter = At the counter
EnterUnit = Which unit answers question { $code }? The likeliest stands first.
Entered =
    Question entered, code { $code }.
    Answered by: { $unit }.
    At the latest: { $due }.
    Please read this code and date to the asker. When there is an answer, I send it to you to pass on.
EnterDropped = I entered nothing and keep no words.
EnterComplaint = This is a complaint or denunciation, so I do not take it and do not keep it. Please tell the asker to hand it in in writing or at the ward's citizens' reception.
EnterDanger = 🚨 Please tell the caller to dial 113 (police), 114 (fire, rescue) or 115 (ambulance) at once. I am alerting the ward.
PassOnToAsker = 📞 Please pass this on to the asker: { $asker }
AnswerToTell = ✅ Answer { $code } was sent to whoever entered the question, to be passed on to the asker.
ButtonToldAsker = Asker told
ButtonToldOf = Told { $code }
ToldAsker = ✅ { $name } told the asker answer { $code }, at { $at }.
ButtonAskerErases = Asker wants it deleted
AskerErasesSure = Delete every word of question { $code } because its asker wants that? It cannot be brought back, and the ward will not answer any more.
ButtonAskerErasesSure = Yes, delete
AskerErased = The words of question { $code } are deleted. Request number to read to the asker: { $request }.
InboxUntold = 📞 { $n } answers that you have not passed on: { $codes }

# Kinds.

ButtonKind = Change kind
KindWhich = Question { $code } is a { $kind } now. What is it?
KindNormal = normal matter
KindUrgent = urgent matter
KindComplex = complex matter
KindOfAlarm = A report of danger is always urgent.
WantComplex = Question { $code }: why is it complex? Please write one line. The asker reads this reason.
KindSet = Question { $code } is a { $kind } now, answered by { $due } at the latest. The asker sees it in the question's message.
KindLineUrgent = This is an urgent matter.
KindLineComplex = This is a complex matter and needs more time. Reason: { $reason }

# Beyond the ward's power.

ButtonUp = Beyond our power: hand up
WantUp = Question { $code }: to which body does the ward hand it up? Please write its name, with a telephone number if there is one.
WantUpReference = Question { $code }: its file or document number at { $who }? The asker follows it by this number.
ButtonNoReference = No number yet
RaisedForYou =
    Question { $code } is beyond the ward's power, so the ward has handed it up to { $who }. You need not send it again.
    Next: { $who } settles it. When there is a file number, I tell you.
RaisedUnder =
    Question { $code } is beyond the ward's power, so the ward has handed it up to { $who }. You need not send it again.
    Next: { $who } settles it. To ask how it stands, please contact them with number { $reference }.
Raised = ⬆️ Question { $code } is noted as handed up to { $who }. The asker has been told.
RaisedUntold = ⬆️ Question { $code } is noted as handed up to { $who }. I cannot write to the asker.
ButtonLateReference = Note the file number
WantLateReference = Question { $code }: its file or document number at { $who }? I send it to the asker.
ReferenceForYou = Your question { $code } has number { $reference } at { $who }. To ask how it stands, please contact them with this number.
ReferenceKept = ✅ The file number of { $code } is noted and the asker told.
CardReferredUnder = ➡️ Referred out of the ward: { $who }, number { $reference }
QuestionReferredUnder = the ward referred it to { $who }, number { $reference }

# Sensitive content groups.

ButtonSensitiveGroups = 🔒 Groups that need a colleague
SensitiveGroups = An answer to a question about a message of a group with 🔒 must be approved by a colleague before it is sent. Press a group to change that.
AskBackNotDelivered = ⚠️ What you asked back on { $code } did not reach the asker, who has blocked me; the time counts as if it had not been asked.

# /dulieu: one file to be read.

DataFileName = my-data.txt
DataFile = Your data that { $ward } keeps, in this file. Whoever has the file can read it; please keep it safe. Request number: { $request }.
DataTitle =
    YOUR DATA
    { $ward }
    Made at { $at }
DataAboutYou = I. ABOUT YOU
DataAccount = The ward also keeps the id of your messaging account, your language, the group in which you asked and when you agreed.
DataQuestions = II. QUESTIONS: { $n }
DataNotKept = words not kept
DataAskedFor = Asked for: { $asker }
DataPhoto = Photo sent along, { $at }. The ward keeps its name only; the photo is with the messaging app.
DataDocument = File sent along, { $at }. The ward keeps its name only; the file is with the messaging app.
DataVoice = Voice note sent along, { $at }. The ward keeps its name only.
DataPlace = Place sent along, { $at }: { $place }
DataAnswerOf =
    { $unit } answered, { $at }:
    { $text }
DataAnswerMedia = (with a picture)
DataRequestsOfYours = III. YOUR REQUESTS ABOUT DATA
DataRequestLine = { $code }: { $kind }, { $asked }
DataRights =
    IV. YOUR RIGHTS
    Type /rutdongy to take your consent back, /xoa to have the words deleted.
