# Shared.

Monday = Monday
Tuesday = Tuesday
Wednesday = Wednesday
Thursday = Thursday
Friday = Friday
Saturday = Saturday
Sunday = Sunday
ButtonUnknown = This button no longer works. Please type /trogiup.
AlreadyDecided = Somebody has dealt with this already.
OnlyInPrivate = This is done in the private chat with me. Please tap my name and choose Message.
OnlyWords = I cannot use this kind of message. Please write it in words.
EditNotTaken = I cannot read an edited message. Please send a new one.
WentWrong = I could not handle your last message. Please send it again in a few minutes.
UseButtons = Please use a button of the message above.
WhichWard = Which ward do you live in? Please choose.
WardChosen = Noted. You can now send your question.
LinkUnknown = This link is not valid. Please ask the person who sent it.
LinkUsed = This link has been used. Please ask the ward for a new one.
LinkExpired = This link has expired. Please ask the ward for a new one.
LinkForGroup = This link is for a group. Please press the button and choose the group.
LinkForPrivate = This link is for the private chat with me. Please open it there.
ButtonAddToGroup = Add the assistant to a group
ButtonOpenPrivate = Open the private chat
ButtonAsk = Ask the ward
ButtonBack = ‹ Back
ButtonConfirm = Confirm
ButtonReject = Reject
ButtonPageBefore = ‹ Previous
ButtonPageAfter = Next ›
TextTooLong = The text has { $length } characters; { $max } fit. Please shorten it and send it again.
TextEmpty = There is no text yet. Please write it.
LanguageWhich = Which language? / Ông/bà muốn dùng tiếng nào?
LanguageVietnamese = Tiếng Việt
LanguageEnglish = English
LanguageSet = From now on I write in English.
CommandAsk = Ask the ward
CommandMine = My questions
CommandLanguage = Change the language
CommandData = See my data
CommandWithdraw = Withdraw my consent
CommandErase = Erase my data
CommandNeighbourhood = My neighbourhood (heads)
CommandWrite = Write a message (staff)
CommandApprove = Messages to approve (staff)
CommandCoverage = Coverage of a post (staff)
CommandInbox = Open questions (staff)
CommandWard = Manage the ward (administrators)
CommandHelp = Help
CorrectedNote = (Corrected { $at })
CorrectionHeading = Correction: the text below replaces the earlier message.
RecallEdited =
    📢 { $issuer }

    This message was recalled { $at }. Please do not follow what it said.
RecallNotice =
    📢 { $issuer }

    The message “{ $about }” was recalled { $at }. Please do not follow what it said.
