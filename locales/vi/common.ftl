# Dùng chung.

Monday = Thứ Hai
Tuesday = Thứ Ba
Wednesday = Thứ Tư
Thursday = Thứ Năm
Friday = Thứ Sáu
Saturday = Thứ Bảy
Sunday = Chủ nhật
ButtonUnknown = Nút này không còn dùng được. Xin ông/bà gõ /trogiup.
AlreadyDecided = Việc này đã có người xử lý rồi ạ.
OnlyInPrivate = Việc này làm trong chat riêng với tôi. Xin ông/bà bấm vào tên tôi rồi chọn Nhắn tin.
OnlyWords = Tôi chưa dùng được loại tin này. Xin ông/bà nhắn lại bằng chữ.
EditNotTaken = Tôi không đọc được tin đã sửa. Xin ông/bà gửi một tin mới.
WentWrong = Tôi chưa xử lý được tin vừa rồi. Xin ông/bà gửi lại sau ít phút.
UseButtons = Xin ông/bà bấm một nút ở tin trên.
WhichWard = Ông/bà ở phường nào? Xin ông/bà bấm chọn.
WardChosen = Tôi đã ghi nhận. Mời ông/bà nhắn câu hỏi.
LinkUnknown = Liên kết này không đúng. Xin ông/bà hỏi lại người đã gửi.
LinkUsed = Liên kết này đã được dùng. Xin ông/bà hỏi phường để lấy liên kết mới.
LinkExpired = Liên kết này đã hết hạn. Xin ông/bà hỏi phường để lấy liên kết mới.
LinkForGroup = Liên kết này dùng trong nhóm. Xin ông/bà bấm nút dưới đây rồi chọn nhóm.
LinkForPrivate = Liên kết này dùng trong chat riêng với tôi. Xin ông/bà mở lại liên kết ở đó.
ButtonAddToGroup = Thêm trợ lý vào nhóm
ButtonOpenPrivate = Mở chat riêng
ButtonAsk = Hỏi phường
ButtonBack = ‹ Quay lại
ButtonConfirm = Xác nhận
ButtonReject = Từ chối
ButtonPageBefore = ‹ Trang trước
ButtonPageAfter = Trang sau ›
TextTooLong = Nội dung dài { $length } ký tự, tôi chỉ gửi được { $max } ký tự. Xin ông/bà viết ngắn lại rồi gửi.
TextEmpty = Chưa có chữ nào. Xin ông/bà viết nội dung rồi gửi.
LanguageWhich = Ông/bà muốn dùng tiếng nào? / Which language?
LanguageVietnamese = Tiếng Việt
LanguageEnglish = English
LanguageSet = Từ nay tôi nhắn bằng tiếng Việt.
CommandAsk = Gửi câu hỏi tới phường
CommandMine = Câu hỏi của tôi
CommandLanguage = Đổi ngôn ngữ
CommandData = Xem dữ liệu của tôi
CommandWithdraw = Rút lại sự đồng ý
CommandErase = Xóa dữ liệu của tôi
CommandNeighbourhood = Tổ dân phố của tôi (tổ trưởng)
CommandWrite = Soạn tin (cán bộ)
CommandApprove = Tin chờ duyệt (cán bộ)
CommandCoverage = Độ phủ của tin (cán bộ)
CommandInbox = Câu hỏi chưa trả lời (cán bộ)
CommandWard = Quản lý phường (quản trị)
CommandHelp = Trợ giúp
CorrectedNote = (Đã đính chính lúc { $at })
CorrectionHeading = Đính chính: nội dung dưới đây thay cho tin trước.
RecallEdited =
    📢 { $issuer }

    Tin này đã được thu hồi lúc { $at }. Xin bà con không làm theo nội dung cũ.
RecallNotice =
    📢 { $issuer }

    Tin “{ $about }” đã được thu hồi lúc { $at }. Xin bà con không làm theo nội dung cũ.
