# Việc của cán bộ với một câu hỏi: gửi kèm, nhập hộ, loại việc.

MediaTakenAway = Nội dung gửi kèm câu hỏi { $code } không còn dùng ở đây. Tôi không gỡ được tin này, xin ông/bà xóa giúp.
MediaGone = Ảnh, tệp gửi kèm câu hỏi này không còn.
CardForgotten = Câu hỏi { $code } đã đóng từ lâu, nội dung đã được xóa theo quy định.
ButtonShowMedia = 📎 Gửi kèm: { $n }

# Nhập câu hỏi cho người không dùng ứng dụng.

CommandEnter = Nhập câu hỏi qua điện thoại, tại phường (cán bộ)
ButtonEnter = 📞 Nhập hộ
EnterWords = Người dân hỏi gì? Mời ông/bà viết nguyên lời, gửi trong một tin.
EnterAsker = Ai hỏi, liên hệ bằng cách nào? Ví dụ: bà Lan, số 5 ngõ 15, số điện thoại. Chỉ đơn vị trả lời đọc được.
EnterWay =
    Người hỏi: { $asker }
    Lời hỏi: { $text }

    Người ấy hỏi bằng cách nào? Bấm nút là ông/bà xác nhận người ấy đồng ý để phường lưu lời hỏi và cách liên hệ.
ButtonByPhone = Qua điện thoại
ButtonAtCounter = Tại phường
EnterUnit = Câu hỏi { $code } do đơn vị nào trả lời? Nơi hợp nhất đứng trước.
Entered =
    Đã nhập câu hỏi, mã số { $code }.
    Nơi trả lời: { $unit }.
    Chậm nhất: { $due }.
    Xin đọc mã số và ngày này cho người hỏi. Có câu trả lời, tôi gửi ông/bà để báo lại.
EnterDropped = Tôi chưa nhập gì và không lưu lời nào.
EnterComplaint = Đây là khiếu nại hoặc tố cáo nên tôi không nhận và không lưu. Xin hướng dẫn người dân gửi đơn hoặc tới nơi tiếp công dân của phường.
EnterDanger = 🚨 Xin bảo người gọi bấm ngay 113 (công an), 114 (cháy, cứu nạn) hoặc 115 (cấp cứu). Tôi đang báo cho phường.
PassOnToAsker = 📞 Nhờ ông/bà báo lại cho người hỏi: { $asker }
AnswerToTell = ✅ Đã gửi câu trả lời { $code } cho người nhập câu hỏi để báo lại người hỏi.
ButtonToldAsker = Đã báo người hỏi
ButtonToldOf = Đã báo { $code }
ToldAsker = ✅ { $name } đã báo người hỏi câu trả lời { $code }, lúc { $at }.
ButtonAskerErases = Người hỏi xin xóa
AskerErasesSure = Xóa mọi lời của câu hỏi { $code } theo yêu cầu của người hỏi? Xóa rồi thì không lấy lại được, phường không trả lời nữa.
ButtonAskerErasesSure = Đúng, xóa
AskerErased = Đã xóa nội dung câu hỏi { $code }. Mã yêu cầu để đọc cho người hỏi: { $request }.
InboxUntold = 📞 { $n } câu trả lời ông/bà chưa báo người hỏi: { $codes }

# Loại việc.

ButtonKind = Đổi loại
KindWhich = Câu hỏi { $code } đang là { $kind }. Ông/bà đổi thành loại nào?
KindNormal = việc thường
KindUrgent = việc khẩn
KindComplex = việc phức tạp
KindOfAlarm = Tin báo nguy hiểm luôn là việc khẩn.
WantComplex = Câu hỏi { $code }: vì sao là việc phức tạp? Mời viết một dòng. Người hỏi đọc được lý do này.
KindSet = Câu hỏi { $code } nay là { $kind }, trả lời chậm nhất { $due }. Người hỏi thấy trong tin của câu hỏi.
KindLineUrgent = Đây là việc khẩn.
KindLineComplex = Việc phức tạp nên cần thêm thời gian. Lý do: { $reason }

# Vượt thẩm quyền.

ButtonUp = Vượt thẩm quyền: chuyển cấp trên
WantUp = Câu hỏi { $code }: phường chuyển lên cơ quan nào? Mời viết tên cơ quan, kèm số điện thoại nếu có.
WantUpReference = Câu hỏi { $code }: mã hồ sơ hoặc số văn bản ở { $who }? Người hỏi dùng mã này để theo dõi.
ButtonNoReference = Chưa có mã
RaisedForYou =
    Câu hỏi { $code } vượt thẩm quyền của phường nên phường đã chuyển lên { $who }. Ông/bà không phải gửi lại.
    Tiếp theo: { $who } giải quyết. Khi có mã hồ sơ ở đó, tôi báo ông/bà.
RaisedUnder =
    Câu hỏi { $code } vượt thẩm quyền của phường nên phường đã chuyển lên { $who }. Ông/bà không phải gửi lại.
    Tiếp theo: { $who } giải quyết. Muốn hỏi tiến độ, xin ông/bà liên hệ nơi đó và đọc mã { $reference }.
Raised = ⬆️ Câu hỏi { $code } đã ghi là chuyển lên { $who }. Người hỏi đã được báo.
RaisedUntold = ⬆️ Câu hỏi { $code } đã ghi là chuyển lên { $who }. Tôi không nhắn được cho người hỏi.
ButtonLateReference = Ghi mã hồ sơ
WantLateReference = Câu hỏi { $code }: mã hồ sơ hoặc số văn bản ở { $who }? Tôi gửi mã này cho người hỏi.
ReferenceForYou = Câu hỏi { $code } của ông/bà ở { $who } mang mã { $reference }. Muốn hỏi tiến độ, xin ông/bà liên hệ nơi đó và đọc mã này.
ReferenceKept = ✅ Đã ghi mã hồ sơ của câu { $code } và báo người hỏi.
CardReferredUnder = ➡️ Đã chuyển ngoài phường: { $who }, mã { $reference }
QuestionReferredUnder = phường đã chuyển tới { $who }, mã { $reference }

# Nhóm nội dung nhạy cảm.

ButtonSensitiveGroups = 🔒 Nhóm cần đồng nghiệp duyệt
SensitiveGroups = Câu trả lời cho câu hỏi về tin của nhóm có 🔒 phải được một đồng nghiệp duyệt trước khi gửi. Bấm một nhóm để đổi.
AskBackNotDelivered = ⚠️ Lời hỏi lại câu { $code } không tới người hỏi vì người hỏi đã chặn tôi; thời hạn vẫn tính như chưa hỏi.

# /dulieu: một tệp đọc được.

DataFileName = du-lieu-cua-toi.txt
DataFile = Dữ liệu của ông/bà mà { $ward } đang lưu, trong tệp này. Ai có tệp này đều đọc được, xin ông/bà giữ cẩn thận. Mã yêu cầu: { $request }.
DataTitle =
    DỮ LIỆU CỦA ÔNG/BÀ
    { $ward }
    Lập lúc { $at }
DataAboutYou = I. VỀ ÔNG/BÀ
DataAccount = Ngoài ra phường lưu mã tài khoản nhắn tin, ngôn ngữ, nhóm nơi ông/bà hỏi và lúc ông/bà đồng ý.
DataQuestions = II. CÂU HỎI: { $n }
DataNotKept = nội dung không lưu
DataAskedFor = Hỏi hộ: { $asker }
DataPhoto = Ảnh gửi kèm, { $at }. Phường chỉ giữ mã của ảnh, ảnh nằm ở ứng dụng nhắn tin.
DataDocument = Tệp gửi kèm, { $at }. Phường chỉ giữ mã của tệp, tệp nằm ở ứng dụng nhắn tin.
DataVoice = Lời ghi âm gửi kèm, { $at }. Phường chỉ giữ mã của lời ghi âm.
DataPlace = Vị trí gửi kèm, { $at }: { $place }
DataAnswerOf =
    { $unit } trả lời, { $at }:
    { $text }
DataAnswerMedia = (kèm ảnh)
DataRequestsOfYours = III. YÊU CẦU CỦA ÔNG/BÀ VỀ DỮ LIỆU
DataRequestLine = { $code }: { $kind }, { $asked }
DataRights =
    IV. QUYỀN CỦA ÔNG/BÀ
    Gõ /rutdongy để rút lại sự đồng ý, /xoa để xóa nội dung.
