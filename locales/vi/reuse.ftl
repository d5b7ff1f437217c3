# Kiểm tra khi soạn, tin cũ, mẫu tin, bảng nhiều tin, lịch tháng.

CheckRest = Còn { $n } điều nữa nên xem lại.
CheckLong = Tin dài { $length } ký tự, đọc trên điện thoại rất mỏi. Nên rút còn dưới { $max }.
CheckLinkBroken = “{ $words }” không phải là liên kết mở được. Xin chép lại cả địa chỉ, bắt đầu bằng https://
CheckLinkOpen = “{ $words }” không phải liên kết an toàn. Xin dùng địa chỉ bắt đầu bằng https://
CheckLinkShortened = Liên kết rút gọn { $host } giấu nơi nó dẫn tới, bà con ngại bấm. Xin dùng địa chỉ đầy đủ.
CheckLinkUnofficial = { $host } không phải trang chính thức (.gov.vn). Xin xem lại có nên gửi cho bà con không.
CheckLinkOther = Chữ “{ $words }” lại dẫn tới { $host }. Xin sửa cho khớp.
CheckWeekday = “{ $words }”: đúng ra là { $day }. Xin sửa thứ hoặc ngày.
CheckNoSuchDay = “{ $words }” không phải là ngày có thật. Xin sửa lại.
CheckDayPast = “{ $words }”: { $day } đã qua khi tin được đăng. Xin sửa ngày hoặc giờ đăng.
CheckNoSuchTime = “{ $words }” không phải là giờ có thật. Xin sửa lại.
CheckPhone = Số “{ $words }” thiếu hoặc thừa chữ số. Di động có 10 số, máy bàn có 11 số kể cả 024.
CheckSource = “{ $words }” chưa có số văn bản. Xin ghi đủ số, ngày và nơi ban hành.
CheckBlank = “{ $words }” còn chỗ chưa điền. Xin điền hoặc bỏ đi.
CheckHard = “{ $words }” khó hiểu với nhiều bà con. Có thể viết: { $instead }.
CheckShort = “{ $words }” là chữ viết tắt. Xin viết rõ: { $meaning }.
CheckShortUnknown = “{ $words }” là chữ viết tắt chưa được giải thích. Xin viết rõ.
ButtonOldMessages = 🔎 Tin cũ
OldNewest = Tin của phường, mới nhất trước
OldFound = “{ $wanted }”: { $n } tin, mới nhất trước
OldNothing = Chưa có tin nào có “{ $wanted }”. Xin viết từ khác, có dấu hay không dấu đều được.
OldNone = Phường chưa có tin nào. Xin gõ /soan để viết tin đầu tiên.
OldAgain = Xin gõ /soan, bấm Tin cũ để tìm lại.
OldAskWords = Xin bấm vào một tin để xem, hoặc viết vài từ cần tìm, ví dụ: phun thuốc muỗi
ButtonOldOpen = Tin { $number }
ButtonOldCopy = ✏️ Soạn lại từ tin này
OldCopied = Đã chép nội dung tin { $number } sang tin mới. Xin xem lại ngày giờ trong tin; muốn sửa, xin bấm Viết lại.
YearOffer = Tin phường đã đăng vào dịp này lần trước. Xin bấm để xem và soạn lại.
ButtonLastYear = 🕘 { $day }: { $name }
ButtonMonth = 🗓 Cả tháng
ButtonMonthBefore = ◀️ Tháng trước
ButtonMonthAfter = Tháng sau ▶️
MonthTitle = Lịch đăng tin tháng { $month }
MonthWeekdays = T2 T3 T4 T5 T6 T7 CN
MonthPosted = Đã đăng
MonthPlanned = Đã duyệt, chờ đăng
MonthWaiting = Đang chờ duyệt
MonthGap = Chưa có tin
MonthCaption = Tháng { $month }: { $posted } tin đã đăng, { $planned } chờ đăng, { $waiting } chờ duyệt, { $gaps } khung giờ chưa có tin.
ButtonTemplates = 📄 Mẫu tin
TemplatesHeading = Mẫu tin của phường. Xin bấm vào một mẫu để xem và dùng.
TemplateGone = Mẫu này không còn nữa. Xin gõ /soan, bấm Mẫu tin để chọn mẫu khác.
ButtonTemplateUse = Dùng mẫu này
ButtonTemplateDrop = Xóa mẫu
ButtonTemplateKeep = 📄 Lưu làm mẫu
TemplateEmpty = Ô này chưa có chữ. Xin viết vài chữ rồi gửi.
TemplateLong = Chữ này dài quá. Xin viết ngắn hơn { $max } ký tự.
TemplateAsk = ({ $n }/{ $all }) Xin viết { $name }
TemplatesEnough = Phường đã có nhiều mẫu tin. Xin xóa một mẫu cũ trước.
TemplateHow = Xin chép tin dưới đây, đặt chỗ cần điền trong ngoặc vuông, ví dụ: họp lúc [giờ, ngày] tại [nơi họp], rồi gửi lại.
TemplateNoPlace = Chưa có chỗ nào cần điền. Xin đặt ít nhất một chỗ trong ngoặc vuông, ví dụ: [giờ, ngày], rồi gửi lại.
TemplateAskName =
    Mẫu sẽ hỏi lần lượt:
    { $places }

    Mẫu này tên là gì?
TemplateNameEmpty = Tên mẫu chưa có chữ. Xin viết tên, ví dụ: Họp tổ dân phố
TemplateKept = ✅ Đã lưu mẫu “{ $name }”. Lần sau xin gõ /soan, bấm Mẫu tin.
TemplateDropped = Đã xóa mẫu.
