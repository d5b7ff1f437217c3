# Checks while writing, earlier messages, templates, many from a table, the month.

CheckRest = { $n } more to look at again.
CheckLong = The message has { $length } characters, tiring to read on a phone. Better below { $max }.
CheckLinkBroken = “{ $words }” is no link that opens. Please copy the whole address, beginning with https://
CheckLinkOpen = “{ $words }” is no secure link. Please use the address that begins with https://
CheckLinkShortened = The shortened link { $host } hides where it leads. Please use the full address.
CheckLinkUnofficial = { $host } is no official page (.gov.vn). Please check whether residents should get it.
CheckLinkOther = The text “{ $words }” leads to { $host } instead. Please make them match.
CheckWeekday = “{ $words }”: it should be { $day }. Please correct the weekday or the date.
CheckNoSuchDay = “{ $words }” is no date that exists. Please correct it.
CheckDayPast = “{ $words }”: { $day } has passed when the message is posted. Please correct the date or the time of the post.
CheckNoSuchTime = “{ $words }” is no time that exists. Please correct it.
CheckPhone = The number “{ $words }” has too few or too many digits. Mobile: 10 digits, landline: 11 with 024.
CheckSource = “{ $words }” has no document number. Please add the number, the date and the issuer.
CheckBlank = “{ $words }” still has a blank. Please fill it in or take it out.
CheckHard = “{ $words }” is hard to understand for many residents. You could write: { $instead }.
CheckShort = “{ $words }” is an abbreviation. Please write it out: { $meaning }.
CheckShortUnknown = “{ $words }” is an abbreviation that is not explained. Please write it out.
ButtonOldMessages = 🔎 Earlier messages
OldNewest = Messages of the ward, newest first
OldFound = “{ $wanted }”: { $n } messages, newest first
OldNothing = No message has “{ $wanted }” yet. Please try other words, with or without accents.
OldNone = The ward has no message yet. Type /soan to write the first one.
OldAgain = Type /soan and press Earlier messages to search again.
OldAskWords = Press a message to see it, or write a few words to look for, for example: phun thuốc muỗi
ButtonOldOpen = Message { $number }
ButtonOldCopy = ✏️ Write again from this one
OldCopied = Message { $number } was copied into a new one. Please check the dates in it; to change it, press Write again.
YearOffer = What the ward posted on this occasion last time. Press to see it and write it again.
ButtonLastYear = 🕘 { $day }: { $name }
ButtonMonth = 🗓 Whole month
ButtonMonthBefore = ◀️ Month before
ButtonMonthAfter = Month after ▶️
MonthTitle = Posts of month { $month }
MonthWeekdays = Mo Tu We Th Fr Sa Su
MonthPosted = Posted
MonthPlanned = Approved, to be posted
MonthWaiting = Waits for approval
MonthGap = No message yet
MonthCaption = Month { $month }: { $posted } posted, { $planned } to be posted, { $waiting } waiting for approval, { $gaps } slots without a message.
ButtonTemplates = 📄 Templates
TemplatesHeading = Templates of the ward. Press one to see and use it.
TemplateGone = This template is gone. Type /soan and press Templates to choose another one.
ButtonTemplateUse = Use this template
ButtonTemplateDrop = Delete it
ButtonTemplateKeep = 📄 Keep as a template
TemplateEmpty = There are no words yet. Please write a few and send them.
TemplateLong = This is too long. Please write fewer than { $max } characters.
TemplateAsk = ({ $n }/{ $all }) Please write { $name }
TemplatesEnough = The ward has many templates. Please delete an old one first.
TemplateHow = Please copy the message below, put what is to be filled in into square brackets, for example: họp lúc [giờ, ngày] tại [nơi họp], and send it back.
TemplateNoPlace = There is nothing to fill in yet. Please put at least one place into square brackets, for example: [giờ, ngày], and send it again.
TemplateAskName =
    The template will ask for:
    { $places }

    What is it called?
TemplateNameEmpty = The name has no words. Please write one, for example: Họp tổ dân phố
TemplateKept = ✅ The template “{ $name }” is kept. Next time type /soan and press Templates.
TemplateDropped = The template was deleted.
