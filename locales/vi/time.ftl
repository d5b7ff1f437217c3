# Nhắc việc, báo trễ hạn, người phụ trách, tạm vắng.

# Cho đơn vị.
Digest =
    ☀️ { $unit }
    { $day }: { $n } câu hỏi chưa trả lời
DigestLate = ⏰ Trễ hạn: { $n }
DigestToday = 📅 Hạn hôm nay: { $n }
DigestUntaken = ⚠️ Quá giờ chưa ai nhận: { $n }
DigestShare = 🔔 Đã qua { $percent } % thời gian: { $n }
DigestRest = Còn lại: { $n }
Reminder = ⏰ { $unit }: { $n } câu hỏi cần xử lý ngay
ReminderShare = đã qua { $percent } % thời gian
ReminderMore = … và { $n } câu nữa. Xin gõ /hopthu để xem tất cả.

# Khi trễ hạn.
LateForHead = ⏰ { $n } câu hỏi của đơn vị đã quá hạn trả lời. Xin ông/bà chỉ đạo.
LateForHigher = ⏰ { $n } câu hỏi vẫn quá hạn trả lời. Xin ông/bà đôn đốc đơn vị.
LateInsteadOf = Ông/bà nhận tin này thay { $name } đang vắng.
LateNobody = ⚠️ { $n } câu hỏi quá hạn ({ $codes }) nhưng { $unit } chưa có người phụ trách nhận được tin. Tôi báo lên cấp tiếp theo. Xin ông/bà chọn người phụ trách.
CardLate = ⏰ Quá hạn: đã báo { $names }
LateForYou =
    Câu hỏi { $code } của ông/bà đã quá hạn mà chưa có câu trả lời. Phường xin lỗi ông/bà.
    Nơi đang giữ câu hỏi: { $unit }. Tôi đã báo người đứng đầu đơn vị.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
LateForYouHigher =
    Câu hỏi { $code } của ông/bà đã quá hạn mà chưa có câu trả lời. Phường xin lỗi ông/bà.
    Nơi đang giữ câu hỏi: { $unit }. Tôi đã báo lên cấp trên của đơn vị.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
LateForYouPlain =
    Câu hỏi { $code } của ông/bà đã quá hạn mà chưa có câu trả lời. Phường xin lỗi ông/bà.
    Nơi đang giữ câu hỏi: { $unit }. Tôi đã nhắc đơn vị.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
StatusLate =
    Nơi trả lời: { $unit }.
    Đã quá hạn { $due }. Phường xin lỗi ông/bà.
    Có câu trả lời, tôi nhắn ông/bà ngay tại đây.
StatusMovedLater = Hạn trước đây là { $from }, nay muộn hơn vì lịch làm việc của phường thay đổi.
StatusMovedEarlier = Hạn trước đây là { $from }, nay sớm hơn vì lịch làm việc của phường thay đổi.

# Người phụ trách.
ButtonContacts = Người phụ trách
ContactsHeading = Người phụ trách từng đơn vị: được báo khi câu hỏi quá hạn. ✅ là đã chọn.
ContactHead = Người phụ trách: { $name }
ContactDeputy = Người thay khi vắng: { $name }
ContactNobody = chưa chọn
ContactWhy = Câu hỏi quá hạn được báo cho người phụ trách đơn vị; sau một ngày làm việc báo Ban Xây dựng Đảng, rồi sau một ngày nữa báo Thường trực Đảng ủy.
ButtonContactHead = Chọn người phụ trách
ButtonContactDeputy = Chọn người thay
ButtonContactDrop = Bỏ
ContactPick = { $unit }: xin chọn một cán bộ.
ContactNoOfficers = Đơn vị chưa có cán bộ đó. Xin mời cán bộ của đơn vị này trong mục Cán bộ trước.

# Tạm vắng.
CommandAway = Báo tạm vắng (cán bộ)
ButtonAway = Tạm vắng
AwayWhen = Ông/bà tạm vắng từ ngày nào?
AwayLine = Ông/bà ghi vắng: { $days }.
AwaySpan = { $from } đến hết { $until }
ButtonAwayToday = Hôm nay
ButtonAwayWeek = Hết tuần này
ButtonAwayChoose = Chọn ngày
ButtonDropAway = Bỏ lịch vắng từ { $from }
AwayAsk = Xin viết ngày đầu và ngày cuối, ví dụ: 12/12 đến 20/12
AwayUnread = Tôi chưa hiểu ngày này. Xin viết như: 12/12 đến 20/12 (không quá sáu tháng).
AwayPast = Ngày này đã qua. Xin chọn từ hôm nay trở đi.
AwayOverlap = Ông/bà đã ghi vắng { $days }. Xin chọn ngày khác, hoặc gõ /tamvang để bỏ lịch cũ.
AwayTo = Vắng { $days }. Câu hỏi ông/bà đang nhận thì giao cho ai?
ButtonAwayUnit = Trả về đơn vị
AwayNotedTo = ✅ Đã ghi: ông/bà vắng { $days }. Khi bắt đầu vắng, câu hỏi ông/bà đang nhận được giao cho { $name } trong giờ làm việc. Thời hạn vẫn tính.
AwayNotedUnit = ✅ Đã ghi: ông/bà vắng { $days }. Khi bắt đầu vắng, câu hỏi ông/bà đang nhận được trả về đơn vị trong giờ làm việc. Thời hạn vẫn tính.
AwayNoted = ✅ Đã ghi: ông/bà vắng { $days }.
AwayTakes = Ông/bà đang ghi vắng { $days } nên chưa nhận việc được. Nếu đã đi làm, xin bấm “Tôi đã trở lại” trong tin riêng với tôi rồi nhận lại.
ButtonBackAgain = Tôi đã trở lại
BackAgain = ✅ Ông/bà không còn ghi vắng. Câu hỏi nào đã giao đi thì người nhận vẫn giữ.
AwayHandedToYou = { $name } vắng đến hết { $until }, giao cho ông/bà { $n } câu hỏi: { $codes }.
AwayUnitTold = { $name } vắng đến hết { $until }.
AwayUnitOver = Giao cho { $name } { $n } câu hỏi: { $codes }.
AwayUnitBack = Trả về đơn vị { $n } câu hỏi, chờ người nhận: { $codes }.
