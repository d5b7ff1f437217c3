# Với người dân.

Welcome =
    Kính chào ông/bà. Tôi là trợ lý của { $ward }.

    Ông/bà cứ nhắn câu hỏi hoặc phản ánh vào đây. Ông/bà nhận mã số ngay, và phường trả lời tại đây.

    Gõ /cauhoi để xem câu hỏi đã gửi.
GroupHelp = Tôi là trợ lý của { $ward }. Muốn hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi. Tôi không đọc các tin khác trong nhóm.
AskHow = Mời ông/bà viết câu hỏi và gửi trong một tin.
GroupAskHow = Ông/bà gõ /hoi rồi viết câu hỏi, ví dụ: /hoi Khi nào thu gom rác cồng kềnh?
AskFromPost = Ông/bà muốn hỏi { $ward } điều gì về tin vừa đọc? Mời viết câu hỏi và gửi trong một tin.
PhotoNotTaken = Hiện tôi chưa nhận được ảnh. Xin ông/bà viết bằng chữ.
Greeting = Cảm ơn ông/bà. Khi cần hỏi phường, ông/bà cứ nhắn câu hỏi vào đây.
Emergency =
    Nếu đang nguy hiểm, xin ông/bà gọi ngay:
    🚒 114 cháy, cứu nạn
    🚓 113 công an
    🚑 115 cấp cứu

    Tôi đã báo cho phường.
Complaint =
    Khiếu nại, tố cáo phải được nhận theo đúng luật nên tôi không nhận qua tin nhắn và không lưu lời ông/bà vừa viết.

    Xin ông/bà gửi đơn hoặc tới nơi tiếp công dân của { $ward }, giờ hành chính từ thứ Hai đến thứ Sáu.
OutsideContact = Việc này do { $who } giải quyết, điện thoại { $contact }. Phường không có thẩm quyền nên xin ông/bà liên hệ nơi đó.
OutsideNamed = Việc này do { $who } giải quyết. Phường không có thẩm quyền nên xin ông/bà liên hệ nơi đó.
Outside = Việc này không thuộc thẩm quyền của { $ward }. Xin ông/bà gọi 1022 để được hướng dẫn nơi giải quyết.
GroupTaken = Đã nhận câu hỏi, mã số { $code }. Tôi nhắn tiếp trong chat riêng của ông/bà.
GroupAcknowledged = Đã nhận câu hỏi, mã số { $code }. Phường trả lời riêng cho ông/bà, chậm nhất { $due }.
GroupNeedsConsent = Đã nhận câu hỏi, mã số { $code }. Xin ông/bà mở chat riêng và bấm Đồng ý để phường trả lời.
Acknowledged =
    Đã nhận câu hỏi, mã số { $code }.
    Nơi trả lời: { $unit }.
    Chậm nhất: { $due }.
AcknowledgedLater =
    Đã nhận câu hỏi, mã số { $code }.
    Nơi trả lời: { $unit }.
    Ngoài giờ làm việc nên thời hạn tính từ { $starts }.
    Chậm nhất: { $due }.
ChooseField = Câu hỏi { $code } thuộc việc nào? Xin ông/bà bấm chọn.
ButtonOtherField = Khác
FieldChosen = Câu hỏi { $code }: đã ghi nhận lựa chọn của ông/bà.
QuestionClosed = Câu hỏi này đã được xử lý rồi ạ.
HeldHeading = Đã nhận câu hỏi, mã số { $code }
ConsentNotice =
    Trước khi chuyển câu hỏi, xin ông/bà đồng ý để { $ward } lưu và xử lý:
    • lời ông/bà viết và tài khoản nhắn tin này, chỉ để trả lời;
    • chỉ đơn vị trả lời được đọc;
    • xóa nội dung sau 90 ngày kể từ khi trả lời xong.

    Ông/bà có thể xem (/dulieu), rút lại (/rutdongy) hoặc xóa (/xoa) bất cứ lúc nào. Chưa bấm gì thì sau 24 giờ câu hỏi tự xóa.
ButtonAgree = Đồng ý
ButtonDisagree = Không đồng ý
NoticeOld = Lời xin phép này đã cũ. Xin ông/bà nhắn lại câu hỏi.
Agreed = Cảm ơn ông/bà đã đồng ý.
Disagreed = Tôi đã xóa câu hỏi. Ông/bà vẫn có thể tới trực tiếp { $ward } để hỏi.
HeldExpired = Câu hỏi { $code } đã được xóa vì quá 24 giờ chưa có sự đồng ý. Nếu vẫn cần, xin ông/bà nhắn lại.
NoQuestions = Ông/bà chưa gửi câu hỏi nào. Mời ông/bà nhắn câu hỏi vào đây.
MyQuestions = Câu hỏi của ông/bà
QuestionLine = { $code } – { $state }
QuestionHeld = chờ ông/bà bấm Đồng ý
QuestionChoosing = chờ ông/bà chọn việc
QuestionOpen = { $unit } trả lời chậm nhất { $due }
QuestionAnswered = { $unit } đã trả lời
QuestionReferred = đã chỉ nơi giải quyết
QuestionTold = đã hướng dẫn
QuestionWithdrawn = đã rút lại
ButtonTakeBack = Rút câu hỏi { $code }
TakenBack = Đã rút và xóa câu hỏi { $code }.
AnswerHeading =
    Trả lời câu hỏi { $code }
    { $unit }, { $ward }
DataHeading = Dữ liệu của ông/bà mà { $ward } đang lưu:
DataNoName = Họ tên: không lưu.
DataName = Họ tên: { $name }.
DataConsent = Đồng ý: có (bản thông báo { $notice }).
DataNoConsent = Đồng ý: chưa có hoặc đã rút.
DataQuestion =
    Câu hỏi { $code }, gửi { $at }:
    { $text }
DataFoot = Ngoài ra chỉ có mã tài khoản nhắn tin và ngôn ngữ. Gõ /xoa nếu ông/bà muốn xóa nội dung.
WithdrawSure = Nếu rút lại đồng ý, các câu hỏi chưa trả lời sẽ dừng và được xóa. Ông/bà có chắc không?
ButtonWithdrawConsent = Rút lại đồng ý
ConsentWithdrawn = Đã rút lại đồng ý. Các câu hỏi chưa trả lời đã được xóa.
EraseSure = Tôi sẽ xóa mọi câu hỏi và câu trả lời của ông/bà, không lấy lại được. Ông/bà có chắc không?
ButtonErase = Xóa tất cả
Erased = Đã xóa nội dung các câu hỏi và câu trả lời của ông/bà.
