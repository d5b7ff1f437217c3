# Với người dân.

Welcome =
    Kính chào ông/bà. Tôi là trợ lý tự động của { $ward }.

    Ông/bà cứ nhắn câu hỏi hoặc phản ánh vào đây. Ông/bà sẽ có mã số ngay. Cán bộ phường sẽ trả lời tại đây.

    Gõ /cauhoi để xem câu hỏi đã gửi.

    Khi gặp nguy hiểm, xin ông/bà gọi ngay 113 (công an), 114 (cháy, cứu nạn) hoặc 115 (cấp cứu).
GroupHelp = Tôi là trợ lý tự động của { $ward }. Muốn hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi. Tôi không đọc các tin khác trong nhóm.
AskHow = Mời ông/bà viết câu hỏi và gửi trong một tin.
GroupAskHow = Ông/bà gõ /hoi rồi viết câu hỏi, ví dụ: /hoi Khi nào thu gom rác cồng kềnh?
AskFromPost = Ông/bà muốn hỏi { $ward } điều gì về tin vừa đọc? Mời viết câu hỏi và gửi trong một tin.
Greeting = Kính chào ông/bà. Khi cần hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi.
GreetingThanks = Cảm ơn ông/bà đã nhắn. Khi cần hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi.
GreetingAdvertisement = Tôi chỉ nhận câu hỏi và phản ánh gửi phường, không nhận quảng cáo. Khi cần hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi.
Emergency =
    Nếu đang gặp nguy hiểm, xin ông/bà gọi ngay:
    🚒 114 cháy, cứu nạn
    🚓 113 công an
    🚑 115 cấp cứu

    Xin đừng chờ trả lời ở đây. Tôi cũng đang báo cho phường.
Complaint =
    Khiếu nại, tố cáo phải được nhận theo đúng luật. Vì vậy tôi không nhận qua tin nhắn và không lưu lời ông/bà vừa viết.

    Xin ông/bà gửi đơn hoặc tới trình bày trực tiếp tại nơi tiếp công dân của { $ward } theo lịch niêm yết. Ông/bà cũng có thể tới cơ quan khác có thẩm quyền.
OutsideContact = Việc này do { $who } giải quyết, phường không có thẩm quyền. Xin ông/bà gọi { $contact }. Tôi không lưu câu hỏi này.
OutsideNamed = Việc này do { $who } giải quyết, phường không có thẩm quyền. Xin ông/bà liên hệ nơi đó. Tôi không lưu câu hỏi này.
Outside = Việc này không thuộc thẩm quyền của { $ward }. Xin ông/bà gọi 1022 để được hướng dẫn nơi giải quyết. Tôi không lưu câu hỏi này.
GroupTaken = Đã nhận câu hỏi, mã số { $code }. Tôi nhắn tiếp cho ông/bà trong chat riêng.
GroupAcknowledged = Đã nhận câu hỏi, mã số { $code }. Phường trả lời riêng cho ông/bà, chậm nhất { $due }.
GroupNeedsConsent = Đã nhận câu hỏi, mã số { $code }. Xin ông/bà mở chat riêng, đọc lời xin phép rồi bấm Đồng ý để phường trả lời.
Acknowledged =
    Đã nhận câu hỏi, mã số { $code }.
    Nơi trả lời: { $unit }.
    Chậm nhất: { $due }.
AcknowledgedLater =
    Đã nhận câu hỏi, mã số { $code }.
    Nơi trả lời: { $unit }.
    Hiện đang ngoài giờ làm việc nên thời hạn tính từ { $starts }.
    Chậm nhất: { $due }.
ChooseField = Câu hỏi { $code } thuộc việc nào? Xin ông/bà bấm chọn. Nếu không rõ, xin bấm Khác.
ButtonOtherField = Khác
ButtonBelongsTo = Hỏi thêm về câu { $code }
FieldChosen = Câu hỏi { $code }: đã ghi nhận lựa chọn của ông/bà.
QuestionClosed = Câu hỏi này đã được xử lý rồi ạ.
HeldHeading = Đã nhận câu hỏi, mã số { $code }
HeldToo = Đã nhận câu hỏi, mã số { $code }. Xin ông/bà bấm Đồng ý để phường chuyển các câu hỏi đi.
ConsentNotice =
    Trước khi chuyển câu hỏi, xin ông/bà đồng ý để { $ward } lưu và xử lý:
    • Lưu gì: lời ông/bà viết, ảnh, tệp, lời ghi âm và vị trí ông/bà gửi kèm, tài khoản nhắn tin này, nhóm nơi ông/bà hỏi.
    • Để làm gì: chỉ để trả lời ông/bà.
    • Ai đọc: chỉ đơn vị trả lời và Văn phòng của phường. Nếu trả lời trễ hạn, cấp trên của đơn vị được xem phần đầu câu hỏi, đã che số điện thoại và số giấy tờ.
    • Bao lâu: xóa nội dung sau 90 ngày kể từ khi trả lời xong.
    Ứng dụng nhắn tin này cũng giữ tin theo quy định riêng.

    Ông/bà có quyền xem (/dulieu), rút lại (/rutdongy) hoặc xóa (/xoa) bất cứ lúc nào. Nếu không đồng ý, ông/bà vẫn hỏi trực tiếp tại phường được. Nếu chưa bấm nút nào, câu hỏi tự xóa sau 24 giờ.
ButtonAgree = Đồng ý
ButtonDisagree = Không đồng ý
NoticeOld = Lời xin phép này đã cũ. Xin ông/bà nhắn lại câu hỏi.
Agreed = Cảm ơn ông/bà đã đồng ý.
AlreadyAgreed = Ông/bà đã đồng ý rồi. Muốn rút lại, xin gõ /rutdongy.
Disagreed = Tôi đã xóa câu hỏi. Ông/bà vẫn có thể tới hỏi trực tiếp tại { $ward }.
HeldExpired = Tôi đã xóa câu hỏi { $code } vì sau 24 giờ ông/bà chưa bấm Đồng ý. Nếu vẫn cần, xin ông/bà nhắn lại.
NoQuestions = Ông/bà chưa gửi câu hỏi nào. Mời ông/bà nhắn câu hỏi vào đây.
MyQuestions = Câu hỏi của ông/bà
QuestionLine = { $code } – { $state }
QuestionHeld = chờ ông/bà bấm Đồng ý
QuestionChoosing = chờ ông/bà chọn loại việc
QuestionOpen = { $unit } trả lời chậm nhất { $due }
QuestionAnswered = { $unit } đã trả lời
QuestionReferred = tôi đã chỉ nơi giải quyết
QuestionTold = tôi đã hướng dẫn
QuestionWithdrawn = đã rút và xóa
QuestionInHand = { $unit } đang xử lý, trả lời chậm nhất { $due }
QuestionWaiting = { $unit } đang chờ ông/bà trả lời thêm
QuestionReopened = { $unit } xem lại, trả lời chậm nhất { $due }
QuestionConfirmed = { $unit } đã trả lời, ông/bà cho biết đã xong
QuestionEnded = { $unit } đã trả lời, đã đóng
QuestionReferredTo = phường đã chuyển tới { $who }
QuestionJoined = { $unit } trả lời chung với câu hỏi giống câu này
StatusHeading = Câu hỏi { $code }
StatusTogether = Phường đã nhận { $n } câu hỏi của ông/bà:
AskBackHeading =
    Về câu hỏi { $code } của ông/bà
    { $unit } hỏi thêm:
AskBackHow = Xin ông/bà bấm Trả lời (Reply) vào tin này rồi viết. Trong lúc chờ ông/bà, thời hạn trả lời tạm dừng.
ExtendedForYou = Câu hỏi { $code } cần thêm thời gian, ông/bà sẽ có câu trả lời chậm nhất { $due }. Lý do: { $reason }
TransferredForYou = Câu hỏi { $code } nay do { $unit } trả lời. Lý do: { $reason }. Thời hạn không đổi.
ReferredForYou = Câu hỏi { $code } không thuộc thẩm quyền của phường. Nơi giải quyết: { $who }. Xin ông/bà liên hệ nơi đó.
ReferredUnder = Câu hỏi { $code } không thuộc thẩm quyền của phường. Nơi giải quyết: { $who }. Phường đã chuyển, mã ở nơi đó là { $reference }.
JoinedForYou = Có người đã hỏi giống câu { $code } của ông/bà. Khi có câu trả lời, ông/bà cũng nhận được ngay.
SplitForYou = Câu hỏi { $code } của ông/bà có hai việc. Việc thứ hai mang mã { $second }, do { $unit } trả lời.
AnswerChanged = (đã sửa lúc { $at })
ButtonTakeBack = Rút câu hỏi
TakenBack = Tôi đã rút và xóa câu hỏi { $code }.
AnswerHeading =
    Trả lời câu hỏi { $code }
    { $unit }, { $ward }
DataNoName = Họ tên: không lưu.
DataName = Họ tên: { $name }.
DataConsent = Sự đồng ý: có (theo bản thông báo { $notice }).
DataNoConsent = Sự đồng ý: chưa có hoặc đã rút lại.
DataAnswer =
    Trả lời, { $at }:
    { $text }
DataQuestion =
    --- Câu hỏi { $code } ---
    Gửi lúc: { $at }
    Hiện nay: { $state }
    Ông/bà hỏi: { $text }
WithdrawSure = Nếu ông/bà rút lại sự đồng ý, các câu hỏi chưa trả lời sẽ được xóa và phường không trả lời nữa. Ông/bà có chắc không?
ButtonWithdrawConsent = Rút lại đồng ý
ConsentWithdrawn = Ông/bà đã rút lại sự đồng ý. Tôi đã xóa các câu hỏi chưa trả lời. Muốn xóa cả câu đã trả lời, xin ông/bà gõ /xoa. Mã yêu cầu: { $request }.
EraseSure = Tôi sẽ xóa mọi câu hỏi của ông/bà và câu trả lời của phường. Xóa rồi thì không lấy lại được. Câu hỏi nào chưa trả lời, phường sẽ không trả lời nữa. Ông/bà có chắc không?
ButtonErase = Xóa tất cả
Erased = Tôi đã xóa nội dung các câu hỏi của ông/bà và câu trả lời của phường. Tin còn trên điện thoại, xin ông/bà tự xóa. Mã yêu cầu: { $request }.

# Ảnh, tệp, lời ghi âm và vị trí.

MediaWithoutQuestion = Tôi chưa biết ảnh hoặc tệp này thuộc câu hỏi nào. Xin ông/bà viết câu hỏi trước, rồi gửi lại.
PhotoAsk = Ảnh gửi kèm câu hỏi { $code } có giấy tờ cá nhân không? Tôi chỉ chuyển ảnh khi không có giấy tờ. Chưa bấm nút nào thì sau 24 giờ ảnh tự xóa.
ButtonPhotoPersonal = Có
ButtonPhotoPlain = Không
PhotoKept = Tôi gửi ảnh kèm câu hỏi { $code }.
PhotoDropped = Tôi đã bỏ ảnh, không chuyển cho ai. Câu hỏi { $code } vẫn được giải quyết như thường. Ảnh còn trên điện thoại, xin ông/bà tự xóa.
PhotoExpired = Tôi đã xóa ảnh gửi kèm câu hỏi { $code } vì sau 24 giờ ông/bà chưa trả lời. Nếu vẫn cần, xin ông/bà gửi lại ảnh.
PhotoDecided = Ảnh này đã được xử lý rồi ạ.
MediaOfQuestion = Gửi kèm câu hỏi { $code }.
MediaOfAnswer = Phường gửi kèm câu hỏi { $code }.
MediaSent = Đã chuyển cho người hỏi { $code }. Xin trả lời thẻ bằng chữ để khép lại câu hỏi.


# Câu hỏi của một người: bổ sung, sửa, rút, cho biết kết quả.
AddHow = Ông/bà muốn bổ sung gì cho câu hỏi { $code }? Mời viết và gửi trong một tin.
Added = Đã bổ sung vào câu hỏi { $code }. Cán bộ phường sẽ đọc.
AddedToAnswer =
    Cảm ơn ông/bà. Tôi đã chuyển lời này cho cán bộ đang chờ, câu hỏi { $code }.
    Trả lời chậm nhất: { $due }.
ButtonNewQuestion = Đây là câu hỏi mới
NewInstead = Vâng, tôi nhận lời này là câu hỏi mới.
ButtonAdd = Bổ sung
EditTaken = Tôi đã sửa câu hỏi { $code } theo tin của ông/bà.
EditTooLate = Câu hỏi { $code } đã được trả lời nên không sửa được nữa. Muốn nói thêm, xin ông/bà bấm Bổ sung hoặc gửi tin mới.
TakeBackSure = Rút câu hỏi { $code }? Nội dung sẽ bị xóa và phường không trả lời nữa.
ButtonTakeBackSure = Đúng, rút câu hỏi
ButtonKeepQuestion = Không, giữ lại
QuestionKept = Câu hỏi { $code } được giữ lại. Phường sẽ trả lời.
ButtonMyQuestion = Xem câu hỏi { $code }
ButtonMore = Xem thêm
MineAsked =
    Ông/bà hỏi, { $at }:
    { $text }
MineAdded =
    Ông/bà bổ sung, { $at }:
    { $text }
MineAskedBack =
    Phường hỏi lại, { $at }:
    { $text }
StatusOpen =
    Nơi trả lời: { $unit }.
    Chậm nhất: { $due }.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
StatusInHand =
    Cán bộ của { $unit } đang xử lý.
    Chậm nhất: { $due }.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
StatusReopened =
    { $unit } đang xem lại.
    Chậm nhất: { $due }.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
StatusWaiting =
    { $unit } đang chờ ông/bà trả lời thêm.
    Trong lúc chờ, thời hạn tạm dừng.
    Xin ông/bà viết câu trả lời vào đây.
StatusAnswered =
    { $unit } đã trả lời, xin ông/bà xem tin trả lời.
    Việc này đã giải quyết xong chưa?
StatusOther = Hiện nay: { $state }.
ButtonSolved = Đã giải quyết
ButtonNotSolved = Chưa giải quyết
HelpedAsk = Câu trả lời { $code } có giúp được ông/bà không?
ButtonHelped = Có, đã giúp
ButtonNotHelped = Chưa
HelpedThanks = Cảm ơn ông/bà. Câu hỏi { $code } đã xong.
HelpedMayPublish =
    Cảm ơn ông/bà. Câu hỏi { $code } đã xong.

    Phường xin phép đăng câu hỏi và câu trả lời vào nhóm để bà con cùng biết, không nêu tên và địa chỉ của ông/bà. Ông/bà có cho phép không?
ButtonMayPublish = Cho phép đăng
ButtonNotPublish = Không đăng
MayPublishNoted = Cảm ơn ông/bà. Phường có thể đăng câu { $code }, không nêu tên. Đổi ý, xin gõ /cauhoi.
MayNotPublishNoted = Vâng, phường không đăng câu { $code }.
NotHelpedAsk =
    Xin lỗi ông/bà. Tôi đã chuyển lại câu hỏi { $code } và báo cho lãnh đạo.
    Trả lời lại chậm nhất: { $due }.

    Còn thiếu điều gì? Xin ông/bà bấm một nút hoặc viết vào đây.
MissingOther = Chưa đúng việc tôi hỏi
MissingWho = Chưa rõ ai làm, khi nào xong
MissingDone = Nói rồi nhưng chưa làm
NotHelpedAgain =
    Tôi hiểu là việc này vẫn chưa xong. Phường đã xem lại một lần nên tôi không chuyển lại được nữa.

    Ông/bà có thể tới nơi tiếp công dân của { $ward } để trình bày trực tiếp với lãnh đạo phường.
NotHelpedTimes =
    Tôi hiểu là việc này vẫn chưa xong. Phường đã xem lại một lần nên tôi không chuyển lại được nữa.

    Ông/bà có thể tới nơi tiếp công dân của { $ward } để trình bày trực tiếp với lãnh đạo phường.
    Lịch tiếp công dân: { $times }
ComplaintTimes =
    Khiếu nại, tố cáo phải được nhận theo đúng luật. Vì vậy tôi không nhận qua tin nhắn và không lưu lời ông/bà vừa viết.

    Xin ông/bà gửi đơn hoặc tới trình bày trực tiếp tại nơi tiếp công dân của { $ward }. Ông/bà cũng có thể tới cơ quan khác có thẩm quyền.
    Lịch tiếp công dân: { $times }
TooMany =
    Ông/bà đã gửi { $n } câu trong thời gian ngắn nên tôi chưa nhận tin này và không lưu. Xin ông/bà gửi lại sau { $at }.

    Nếu đang gặp nguy hiểm, xin gọi ngay 113, 114 hoặc 115.
ButtonBoth = Gửi cả hai nơi
ButtonAskFor = Hỏi hộ người khác
ForWhom = Ông/bà hỏi hộ ai? Xin viết tên hoặc số nhà. Chỉ đơn vị trả lời đọc được.
ForConsent =
    Người được hỏi hộ: { $asker }.
    Người ấy có đồng ý để ông/bà hỏi hộ và để phường lưu lời hỏi không?
ButtonForAgrees = Đã đồng ý
ForQuestion = Mời ông/bà viết câu hỏi của người ấy và gửi trong một tin.
