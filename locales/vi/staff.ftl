# Với cán bộ phường.

OnlyAdministrator = Việc này chỉ quản trị viên của phường làm được.
OnlyApprovers = Việc này chỉ người duyệt của phường làm được.
OnlyStoppers = Việc này chỉ người duyệt hoặc quản trị viên làm được.
OnlyWriters = Việc này dành cho người soạn tin của phường.
OnlyStaff = Việc này dành cho cán bộ phường.
OnlyOfficers = Chỉ cán bộ trả lời của đơn vị mới gửi được câu trả lời. Xin ông/bà nhờ quản trị viên mời ông/bà làm cán bộ trả lời trong /phuong.
OnlyOfficersInbox = Phần này dành cho cán bộ trả lời câu hỏi.
StaffWelcome = Kính chào { $name }. Ông/bà đã vào { $ward } với vai trò: { $role }.
StaffHint = Xin ông/bà chọn một lệnh: /soan để soạn tin, /duyet để duyệt tin, /dophu để xem độ phủ, /hopthu để xem câu hỏi. Muốn hỏi phường, xin gõ /hoi.
StaffHelp =
    { $ward } – cho cán bộ

    /soan – soạn tin
    /duyet – tin chờ duyệt
    /lich – lịch đăng tin, việc còn thiếu
    /dophu – tổ nào đã nhận tin
    /hopthu – câu hỏi chưa trả lời
    /phuong – quản lý phường
    /tamvang – báo tạm vắng
RoleEditor = Người soạn tin
RoleOfficer = Cán bộ trả lời
RoleApprover = Người duyệt
RoleAdministrator = Quản trị viên
WardHome =
    { $ward }

    Đơn vị có nhóm chat: { $units }/{ $all_units }
    Tổ dân phố đã đăng ký: { $covered }/{ $neighbourhoods }
ButtonUnits = Đơn vị
ButtonNeighbourhoods = Tổ dân phố
ButtonStaff = Cán bộ
ButtonPlan = Kế hoạch
UnitsHeading = Các đơn vị. ✅ là đã có nhóm chat.
UnitChatIs = Nhóm chat: “{ $title }”
UnitChatMissing = Chưa có nhóm chat. Câu hỏi được gửi vào nhóm của Văn phòng.
UnitNoOfficers = Chưa có cán bộ trả lời. Xin ông/bà mời ở mục Cán bộ.
UnitOfficers = Cán bộ trả lời: { $names }
ButtonUnitChat = Gắn nhóm chat
UnitChatLink =
    Xin ông/bà thêm tôi vào nhóm làm việc của { $unit } bằng nút dưới đây. Liên kết dùng một lần:
    { $url }
UnitChatReady = Từ nay nhóm này nhận câu hỏi của người dân gửi { $unit }. Muốn trả lời, cán bộ bấm Trả lời (Reply) vào đúng tin có câu hỏi.
UnitChatOnlyAdministrator = Chỉ quản trị viên của phường gắn được nhóm này. Xin ông/bà nhờ quản trị viên mở liên kết.
UnitChatIsResidents = Nhóm này là nhóm của tổ dân phố. Xin ông/bà chọn nhóm làm việc của đơn vị.
UnitChatLost = ⚠️ Tôi không gửi được vào nhóm chat của { $unit }. Xin ông/bà vào /phuong để gắn lại nhóm.
UnitChatBack = Nhóm chat của { $unit } đã dùng lại được.
NoUnitChat = ⚠️ Câu hỏi { $code } gửi { $unit } chưa có nhóm chat để chuyển vào. Xin ông/bà vào /phuong để gắn nhóm. Trong khi chờ, cán bộ của đơn vị gõ /hopthu để xem câu hỏi.
NeighbourhoodsHeading = Có { $n } tổ dân phố. ✅ đã đăng ký, ⏳ chờ xác nhận.
NeighbourhoodsStuck = ❗: tổ trưởng đang vướng khi đăng ký. Xin bấm vào tổ để xem và gọi giúp.
ButtonAddNeighbourhoods = Thêm tổ
NeighbourhoodsAsk =
    Xin gửi danh sách, mỗi dòng một tổ: mã, tên. Ví dụ:
    01, Tổ dân phố số 1
    02, Tổ dân phố số 2
NeighbourhoodLineUnread = Dòng “{ $line }” chưa đúng: cần mã, dấu phẩy, rồi tên. Tôi chưa thêm tổ nào. Xin ông/bà sửa rồi gửi lại cả danh sách.
NeighbourhoodsAdded = Đã ghi { $n } tổ dân phố.
HeadIs = Tổ trưởng: { $name }
ButtonHeadLink = Liên kết cho tổ trưởng
HeadLink =
    Xin chuyển liên kết hoặc mã QR này cho tổ trưởng { $name } (mã tổ { $code }). Dùng một lần, trong { $days } ngày:
    { $url }
GroupConfirmCard = { $name } xin đăng ký nhóm “{ $title }”. Người đăng ký: { $head }, là quản trị viên của nhóm.
RelayConfirmCard = { $name } dùng nhóm mà tôi không vào được. { $head } nhận tự đăng tin vào nhóm.
GroupConfirmed = ✅ Đã xác nhận { $name }.
GroupRejected = Đã từ chối { $name }.
GroupLost = ⚠️ Tôi đã bị gỡ khỏi nhóm của { $name }. Nhờ ông/bà tổ trưởng thêm tôi lại vào nhóm.
GroupSilenced = ⚠️ Tôi không còn quyền gửi tin trong nhóm của { $name }. Nhờ ông/bà tổ trưởng mở lại quyền gửi tin cho tôi.
GroupBack = ✅ Nhóm của { $name } nhận tin lại được. Tin nào nhóm chưa nhận mà còn hạn, tôi gửi bù ngay.
StaffHeading = Cán bộ của phường
ButtonInvite = Mời cán bộ
InviteWhich = Mời vào vai trò nào?
InviteUnit = Cán bộ của đơn vị nào?
InviteName = Xin viết họ tên người được mời làm: { $role }.
NameUnread = Xin viết họ tên trong một dòng, không quá 80 ký tự.
InviteLink =
    Xin chuyển liên kết này cho { $name } ({ $role }). Dùng một lần, trong { $days } ngày:
    { $url }
ButtonEndRoles = Kết thúc mọi vai trò
RolesEnded = Đã kết thúc mọi vai trò của { $name }. Xin ông/bà đưa người này ra khỏi nhóm chat của đơn vị.
RolesEndedForYou = Vai trò của ông/bà ở { $ward } đã kết thúc.
LastAdministrator = Đây là quản trị viên duy nhất. Xin ông/bà mời thêm một quản trị viên trước.
PlanSendFile = Xin gửi tệp kế hoạch: Word (.docx), PDF có chữ, Excel (.xlsx) hoặc văn bản (.txt).
PlanHowToSend = Muốn nhập kế hoạch, xin vào /phuong, bấm Kế hoạch rồi gửi tệp.
PlanImported =
    Đã nhập kế hoạch: { $title }
    Nhóm nội dung: { $groups }
    Ngày báo cáo: { $dates }
    Điểm chưa quyết, không dùng: { $doubts }
PlanKnown = Kế hoạch này đã được nhập trước đây, không có gì thay đổi.
PlanEmpty = Tệp trống, chưa nhập gì. Xin gửi tệp kế hoạch khác.
PlanNotText = Tệp này không phải văn bản đọc được, chưa nhập gì. Xin lưu kế hoạch dạng .docx hoặc PDF rồi gửi lại.
PlanNotAPlan = Tệp này không phải là kế hoạch, chưa nhập gì. Xin gửi đúng tệp kế hoạch.
# Tệp không phải kế hoạch
PlanTooMuch = Tệp nặng hơn một kế hoạch bình thường, chưa nhập gì. Xin lưu lại tệp, bỏ bớt ảnh rồi gửi lại.
PlanLocked = Tệp có mật khẩu, chưa nhập gì. Xin bỏ mật khẩu rồi gửi lại.
PlanScanned = Tệp là ảnh chụp, không có chữ đọc được, chưa nhập gì. Xin gửi bản Word hoặc PDF có chữ.
PlanBroken = Tệp bị hỏng, chưa nhập gì. Xin mở tệp, lưu lại rồi gửi lại.
PlanNotRead = Tôi chưa đọc được tệp lúc này, chưa nhập gì. Xin gửi lại sau ít phút.
PlanNoTable = Bảng tính này không có bảng tin, chưa nhập gì. Xin đặt tên cột: Ngày, Nhóm nội dung, Tiêu đề, Nội dung, Đơn vị.
FileTooLarge = Tệp quá lớn, chưa nhập gì. Xin gửi tệp dưới 20 MB (tệp .txt dưới 5 MB).
FileNotFetched = Tôi chưa tải được tệp. Xin gửi lại.
WriteOwn = Tin của ông/bà. Xin bấm vào một tin để xem, sửa hoặc rút.
OwnLine = Tin { $number } – { $state }
OwnHeading = Tin { $number }, bản { $version } – { $state }
WriteChooseGroup = Tin mới thuộc nhóm nội dung nào của kế hoạch?
ButtonNoGroup = Không thuộc nhóm nào
WriteChooseFirst = Xin bấm chọn nhóm nội dung ở tin trên.
WriteText =
    Nhóm nội dung: { $group }

    Xin viết nội dung tin và gửi. Chữ đậm, nghiêng, gạch chân và liên kết được giữ nguyên.
WriteTextNoPlan = Xin viết nội dung tin và gửi. Chữ đậm, nghiêng, gạch chân và liên kết được giữ nguyên.
WriteTextAgain = Xin gửi lại nội dung mới.
EditText = Sửa tin { $number }: xin gửi nội dung mới. Bản mới phải được duyệt lại.
WritePhoto = Nếu có ảnh, video hoặc tệp PDF, Word, xin gửi. Gửi nhiều ảnh, video một lần thì thành một album. Nếu không, bấm nút dưới đây.
WritePhotoOrSkip = Xin gửi ảnh, video, tệp PDF hoặc Word, hoặc bấm Không có ảnh.
ButtonNoPhoto = Không có ảnh
PreviewFollows = Bà con nhận đúng như dưới đây, không thêm gì nữa:
WriteWhen = Đăng lúc nào?
ButtonNow = Ngay khi được duyệt
ButtonOtherTime = Giờ khác
ButtonWriteAgain = Viết lại
ButtonDrop = Bỏ
WriteOtherTime = Xin viết ngày giờ, ví dụ: 20/5 8h30
TimeUnread = Tôi chưa hiểu giờ này. Xin viết như: 20/5 8h30
TimePast = Giờ này đã qua. Xin chọn giờ khác.
WriteConfirmNow = Gửi duyệt? Tin được đăng ngay khi được duyệt.
WriteConfirmAt = Gửi duyệt? Tin được đăng lúc { $at }.
WriteConfirmEvent = Gửi duyệt tin sự kiện? Tin được đăng ngay khi được duyệt, chỉ trong ngày hôm đó.
WriteConfirmEventAt = Gửi duyệt tin sự kiện? Tin được đăng lúc { $at }, chỉ trong ngày hôm đó.
WriteConfirmUrgent = Gửi duyệt tin khẩn? Tin được đăng ngay khi được duyệt, không có thời gian chờ để dừng lại.
WriteConfirmUrgentAt = Gửi duyệt tin khẩn? Tin được đăng ngay khi được duyệt, không có thời gian chờ để dừng lại. Giờ đã chọn ({ $at }) không dùng nữa.
ButtonNotice = Tin thường
ButtonEvent = Tin sự kiện
ButtonUrgent = Tin khẩn
ButtonSubmit = Gửi duyệt
Submitted = Đã gửi duyệt tin { $number }, bản { $version }. Tôi sẽ báo ông/bà khi có kết quả.
SubmittedNobody = Đã lưu tin { $number }, nhưng chưa có người khác để duyệt tin này. Xin nhờ quản trị viên mời người duyệt trong /phuong.
DraftGone = Tin này đã được gửi duyệt hoặc đã bỏ. Xin ông/bà gõ /soan để soạn tin mới.
DraftDropped = Đã bỏ tin đang soạn.
MessageSubmitted = chờ duyệt
MessageReturned = bị trả lại
MessageWithdrawn = đã rút
MessageApproved = đã duyệt
MessagePlanned = đã duyệt, sẽ đăng lúc { $at }
MessagePosted = đã đăng lúc { $at }
MessageHeld = quá giờ, chờ người quyết định
MessagePaused = đang tạm dừng
MessageStopped = đã dừng
MessageNotYours = Tin này không phải của ông/bà.
MessageClosed = Tin này đã rút nên không làm gì thêm được.
MessageOut = Tin đã đăng nên không rút được. Muốn gỡ khỏi các nhóm, xin nhờ người duyệt hoặc quản trị viên bấm Thu hồi tin trong /dophu.
ButtonEdit = Sửa
ButtonWithdraw = Rút
Withdrawn = Đã rút tin { $number }.
CardHeading =
    Tin { $number }, bản { $version } chờ duyệt
    Người soạn: { $author }
    Nhóm nội dung: { $group }
    Đăng: { $at }
NoGroup = không có
AsSoonAsApproved = ngay khi duyệt
CardNotice = Loại: tin thường
CardEvent = Loại: tin sự kiện, chỉ đăng trong ngày
CardUrgent = Loại: 🚨 tin khẩn, đăng ngay khi được duyệt, không có thời gian chờ để dừng lại
CardCap = ⚠️ Hôm đó { $n } nhóm đã nhận đủ { $max } tin nên sẽ không nhận tin này.
ButtonApprove = Duyệt
ButtonReturn = Trả lại
CardReplaced = Đã có bản { $version }. Bản này không còn dùng nữa.
CardApproved = ✅ { $name } đã duyệt.
CardReturned = ↩️ { $name } trả lại: { $reason }
CardWithdrawn = { $name } đã rút tin này.
ApprovedToast = Đã duyệt.
AuthorApproved = ✅ { $name } đã duyệt tin { $number }. Tin sắp được đăng.
AuthorApprovedAt = ✅ { $name } đã duyệt tin { $number }. Tin được đăng lúc { $at }.
AuthorReturned = ↩️ { $name } trả lại tin { $number }: { $reason }
OldCard = Đây là bản cũ nên tôi chưa làm gì. Xin ông/bà xem bản { $version } hoặc gõ /duyet.
OwnMessage = Ông/bà là người soạn nên không tự duyệt được. Xin nhờ người duyệt khác.
NotAlone = Chỉ người duyệt đang trực mới phát khẩn một mình được. Xin ông/bà gõ /duyet rồi bấm Nhận trực.
AlreadyApproved = Tin này đã được duyệt rồi ạ.
AlreadyReturned = Tin này đã được trả lại rồi ạ.
AlreadyYours = Ông/bà đã quyết định bản này rồi ạ.
ReturnWhy = Vì sao trả lại tin { $number }? Xin viết lý do để người soạn sửa.
ReturnWhyEmpty = Xin viết lý do bằng chữ.
ReturnedDone = Đã trả lại tin { $number } cho người soạn.
NothingToApprove = Không có tin nào chờ ông/bà duyệt.
Releasing = 📢 Tin { $number } sẽ bắt đầu gửi tới { $copies } nhóm lúc { $at }. Muốn dừng, xin bấm Dừng trước giờ đó.
ReleasingUrgent = 🚨 Tin khẩn { $number } đang được gửi ngay tới { $copies } nhóm.
ReleasingCapped = Chưa gửi tới { $n } nhóm vì hôm nay đã nhận đủ { $max } tin. Muốn gửi thêm tới các nhóm đó, xin bấm Độ phủ.
ButtonStop = Dừng
Stopped = Tin { $number } đã dừng, chưa nhóm nào nhận. Người dừng: { $name }.
StopTooLate = Tin đã gửi xong nên không dừng được nữa. Muốn gỡ, xin bấm Thu hồi tin trong /dophu.
ButtonStopRest = Dừng gửi
Held = ⏸ Tin { $number } lẽ ra đăng lúc { $due } nhưng đã quá giờ nên đang chờ ông/bà quyết định.
HeldRestored = ⏸ Tin { $number } lẽ ra đăng lúc { $due } nhưng đã quá giờ nên đang chờ ông/bà quyết định. Dữ liệu vừa được khôi phục từ bản sao nên các nhóm có thể đã nhận tin này: xin xem trong nhóm trước khi đăng.
ButtonPostHeld = Đăng ngay
ButtonDropHeld = Không đăng
HeldPosted = Đã cho đăng. Tôi sẽ báo ông/bà giờ bắt đầu gửi.
DutyHeading = Trực tin khẩn: người đang trực được phát tin khẩn ngay, một mình.
DutyLine = { $name }: từ { $since } đến { $until }
DutyNobody = Hiện chưa có ai trực.
ButtonTakeDuty = Nhận trực
ButtonEndDuty = Thôi trực
ButtonReleaseAlone = Phát khẩn ngay
CardReleasedAlone = 🚨 { $name } đang trực đã phát ngay, một mình.
AuthorReleasedAlone = 🚨 { $name } đang trực đã phát ngay tin khẩn { $number }. Người duyệt khác sẽ xem lại.
ReviewAsk = 🚨 { $name } đang trực đã phát tin khẩn { $number } một mình lúc { $at }. Xin ông/bà xem lại:
ReviewAskAgain = ⏰ Tin khẩn { $number } do { $name } phát một mình lúc { $at } vẫn chưa có người xem lại. Xin ông/bà xem:
ReviewNobody = ⚠️ { $name } đã phát tin khẩn { $number } một mình, nhưng phường không có người duyệt nào khác để xem lại. Xin ông/bà mời thêm người duyệt trong /phuong.
ButtonReviewAgrees = Đã xem, đồng ý
ButtonReviewDisagrees = Không đồng ý
ReviewThanks = Đã ghi nhận. Cảm ơn ông/bà.
ReviewNotYours = Ông/bà soạn hoặc phát tin này nên không tự xem lại được. Xin để người duyệt khác xem.
ReviewCardAgrees = ✅ { $name } đã xem, đồng ý.
ReviewCardDisagrees = ⚠️ { $name } không đồng ý.
ReviewAlarm = ⚠️ { $name } xem lại và không đồng ý với tin khẩn { $number } do { $by } phát một mình. Đã gửi { $reached } nhóm, còn { $left } nhóm chưa gửi.
ReviewMissing = ⚠️ { $name } phát một mình, chưa có người xem lại (từ { $since }).
ReviewAgreed = { $name } phát một mình; { $by } đã xem, đồng ý lúc { $at }.
ReviewDisagreed = ⚠️ { $name } phát một mình; { $by } không đồng ý lúc { $at }.
NothingPosted = Chưa có tin nào được đăng.
ButtonCoverage = Độ phủ
CoveragePick = Tin { $number } – { $at }
CoverageHeading =
    Tin { $number }, đăng { $at }
    Đã tới { $covered }/{ $all } tổ dân phố
CoverageRest = … và { $n } dòng nữa
LineSent = ✅ { $name }: đã đăng lúc { $at }
LineRelayed = ✅ { $name }: tổ trưởng báo đã đăng lúc { $at }
LineRelayWaiting = ⏳ { $name }: chờ tổ trưởng đăng và bấm Đã đăng
LineWaiting = ⏳ { $name }: đang gửi
LineUnknown = ❓ { $name }: chưa rõ đã tới hay chưa, cần người duyệt xem trong nhóm
LineStopped = ⏹ { $name }: đã dừng
LineTooLate = ❌ { $name }: quá hạn, chưa đăng
LineRemoved = ❌ { $name }: tôi bị gỡ khỏi nhóm, cần tổ trưởng thêm lại
LineNoRight = ❌ { $name }: tôi không có quyền gửi, cần tổ trưởng mở quyền
LineBlocked = ❌ { $name }: tôi không nhắn được cho tổ trưởng, cần tổ trưởng mở lại chat với tôi
LineNotPosted = ❌ { $name }: tổ trưởng báo không đăng được
LineNoGroup = ❌ { $name }: chưa đăng ký nhóm, cần tổ trưởng đăng ký
LineNotConfirmed = ❌ { $name }: chưa xác nhận nhóm, cần quản trị viên xác nhận
LineLater = ▫️ { $name }: đăng ký sau khi tin đã đăng
LineRefused = ❌ { $name }: không gửi được, cần người duyệt xem lại tin
LineCap = ❌ { $name }: hôm đó tổ đã nhận đủ { $n } tin, cần người duyệt quyết định
ButtonSeen = Đã thấy trong nhóm { $name }
ButtonResend = Gửi lại { $name }
SettledSeen = Đã ghi nhận: tin đã tới nhóm.
SettledAgain = Tôi sẽ gửi lại tin này.
ButtonSendCapped = Gửi thêm tới nhóm đã đủ tin
CapSending = Tôi sẽ gửi tin này tới thêm { $n } nhóm.
CapTooLate = Tin đã hết hạn, đã dừng hoặc đã gửi tới các nhóm đó rồi ạ.
ProgressRunning = 📢 Tin { $number } đang gửi: { $sent }/{ $all } nhóm đã nhận.
ProgressPaused = ⏸ Tin { $number } đang tạm dừng, { $name } bấm lúc { $at }. Đã có { $sent }/{ $all } nhóm nhận.
ProgressPausedItself = ⏸ Tin { $number } đang tạm dừng vì gửi lỗi nhiều lần, lúc { $at }. Đã có { $sent }/{ $all } nhóm nhận.
ProgressDone = 🏁 Tin { $number } đã gửi xong: { $sent }/{ $all } nhóm đã nhận.
ProgressStopped = ⏹ Tin { $number }: { $name } đã hủy phần chưa gửi lúc { $at }. Đã có { $sent }/{ $all } nhóm nhận.
ProgressRefused = ⛔ Tin { $number } đã dừng vì Telegram không nhận nội dung tin. Đã có { $sent }/{ $all } nhóm nhận.
ProgressHeld = ⏸ Tin { $number } đã quá giờ. Đã có { $sent }/{ $all } nhóm nhận, phần còn lại chờ ông/bà quyết định.
ProgressPlanned = 📢 Tin { $number } sắp gửi tiếp.
ProgressCancelled = Tin { $number } đã được sửa hoặc rút nên không gửi.
ProgressLeft = Còn { $n } nhóm.
ProgressLeftFor = Còn { $n } nhóm, { $time }.
TimeSoon = dưới 1 phút
TimeMinutes = khoảng { $n } phút
ProgressCapped = Chưa gửi vì đã nhận đủ tin trong ngày: { $n } nhóm.
ProgressFailed = Không tới được: { $n } nhóm.
ProgressUnknown = Chưa rõ đã tới hay chưa: { $n } nhóm.
ProgressExpired = Quá hạn nên không gửi: { $n } nhóm.
ProgressDropped = Đã hủy: { $n } nhóm.
ProgressRelays = Chờ tổ trưởng đăng: { $n } nhóm.
ButtonPause = Tạm dừng
ButtonResume = Gửi tiếp
ButtonEnd = Hủy phần còn lại
Paused = Đã tạm dừng tin { $number }. Nhóm chưa nhận sẽ chờ tới khi có người bấm Gửi tiếp.
PausedNotStopped = Tin { $number } đã tới một số nhóm nên tôi tạm dừng phần còn lại. Xin ông/bà bấm Gửi tiếp hoặc Hủy phần còn lại.
Resumed = Đã cho gửi tiếp tin { $number }.
ResumedNothing = Tin { $number } không còn nhóm nào để gửi: phần còn lại đã quá hạn.
Ended = Đã hủy phần còn lại của tin { $number }.
PausedFirst = { $name } đã tạm dừng tin này lúc { $at }.
ResumedFirst = { $name } đã cho tin này gửi tiếp lúc { $at }.
EndedFirst = { $name } đã dừng hẳn tin này lúc { $at }.
AuthorEnded = ⏹ Tin { $number }: { $name } đã hủy phần chưa gửi. Đã có { $sent }/{ $all } nhóm nhận.
RelayEnded = Phường đã dừng tin vừa nhờ ông/bà đăng. Nếu chưa đăng, xin ông/bà đừng đăng nữa.
TroubleRefused = ⛔ Tin { $number } đã dừng: Telegram không nhận, vì { $why }. Đã có { $sent } nhóm nhận. Người soạn sửa tin, rồi gửi duyệt lại.
TroubleRefusedAuthor = ⛔ Tin { $number } đã dừng: Telegram không nhận, vì { $why }. Đã có { $sent } nhóm nhận. Xin ông/bà sửa tin, rồi gửi duyệt lại.
WhyTooLong = tin quá dài
WhyEmptyText = tin không có chữ
WhyLooks = chữ đậm, chữ nghiêng hoặc liên kết trong tin bị hỏng
WhyPhoto = ảnh của tin không dùng được
WhyButton = nút dưới tin bị hỏng
WhyOther = nội dung có chỗ hỏng ({ $words })
TroubleErrors = ⚠️ Tin { $number } gửi lỗi nhiều lần nên tôi tạm dừng. Đã có { $sent } nhóm nhận, còn { $left } nhóm. Xin ông/bà đợi ít phút rồi bấm Gửi tiếp.
DoubtOpen = ❓ Tin { $number }: { $n } nhóm chưa rõ đã nhận hay chưa. Xin ông/bà mở từng nhóm để xem, rồi bấm Đã thấy trong nhóm hoặc Gửi lại.
DoubtOver = ✅ Tin { $number }: không còn nhóm nào chưa rõ.
DoubtMore = … và { $n } nhóm nữa, hiện ra khi ông/bà bấm xong các nhóm này.
DoubtSettledCount = Đã rõ: { $n } nhóm.
DoubtSeen = ✅ { $name }: cán bộ đã thấy tin
DoubtArrived = ✅ { $name }: tin đã tới
DoubtAgain = ⏳ { $name }: đang gửi lại
DoubtFailed = ❌ { $name }: chưa tới
OutageOver = ℹ️ Từ { $since } đến { $until }, tôi không liên lạc được với Telegram.
OutageBacklog = { $n } tin đang chờ, tin cũ nhất từ { $oldest }. Tôi đang gửi bù, ông/bà không phải làm gì.
OutageNoBacklog = Không có tin nào phải chờ.
QuestionHeading =
    Câu hỏi { $code } – { $unit }
    Trả lời chậm nhất { $due }
QuestionFrom = Từ nhóm { $name }
QuestionHowToAnswer = ↩️ Bấm Trả lời (Reply) vào tin này để gửi câu trả lời tới người hỏi.
AlarmHeading = 🚨 KHẨN – { $code }. Người dân báo đang gặp nguy hiểm. Xin xử lý ngay.
CardTakenBack = Câu hỏi { $code } đã được người hỏi rút lại.
QuestionPassedOn = Tổ trưởng hỏi hộ: { $asker }
QuestionByPhone = Hỏi qua điện thoại: { $asker }
QuestionAtCounter = Hỏi tại phường: { $asker }
CardTaken = 👤 { $name } đang xử lý
CardWaiting = ⏸️ Đang chờ người hỏi trả lời, thời hạn tạm dừng
CardAnswered = ✅ Đã trả lời
CardConfirmed = ✅ Đã trả lời, người hỏi cho biết đã giải quyết xong
CardClosed = ✅ Đã trả lời và đóng
CardReopened = 🔁 Người hỏi cho biết câu trả lời trước chưa giải quyết được việc
CardReferred = ➡️ Đã chuyển ngoài phường: { $who }
CardJoined = 🔗 Đã gộp vào câu hỏi khác
CardMoved = Câu hỏi { $code } đã chuyển cho { $unit }.
CardAdded =
    ➕ Người hỏi bổ sung, { $at }:
    { $text }
CardAskedBack =
    ❔ Đơn vị hỏi lại, { $at }:
    { $text }
CardNote =
    📝 Ghi chú của { $name }:
    { $text }
ButtonTake = Nhận việc
ButtonHandBack = Trả lại cho đơn vị
HandedBack = Câu hỏi này lại là của chung đơn vị.
TakenByYou = Ông/bà đã nhận câu hỏi này.
TakenBefore = { $name } đã nhận câu hỏi này trước.
QuestionNotYours = Câu hỏi này do đơn vị khác trả lời.
ReplyHere = Xin bấm Trả lời (Reply) vào tin này rồi viết.
WantAskBack = Câu hỏi { $code }: ông/bà cần hỏi thêm người dân điều gì? Trong lúc chờ, thời hạn tạm dừng.
WantNote = Câu hỏi { $code }: mời viết ghi chú. Chỉ cán bộ của đơn vị đọc được.
WantExtension = Câu hỏi { $code }: mời viết lý do gia hạn. Tôi gửi lý do này cho người hỏi.
WantTransfer = Chuyển câu hỏi { $code } cho { $unit }: mời viết lý do. Tôi gửi lý do này cho người hỏi.
WantOutside =
    Câu hỏi { $code }: nơi nào giải quyết?
    Dòng đầu: tên nơi đó và số điện thoại.
    Dòng hai, nếu có: mã hồ sơ ở nơi đó.
WantJoin = Câu hỏi { $code } trùng với câu nào? Mời viết mã số sáu chữ số của câu đó.
WantSplit = Câu hỏi { $code }: mời viết phần việc dành cho { $unit }.
WantWords = Tôi chưa thấy chữ nào. Xin ông/bà viết rồi gửi lại.
ButtonNever = Thôi, không làm
NothingDone = Tôi chưa làm gì với câu hỏi này.
ButtonAskBack = Hỏi lại người dân
ButtonTransfer = Chuyển đơn vị
ButtonMoreActs = Việc khác
ButtonExtend = Gia hạn
ButtonNote = Ghi chú
ButtonJoin = Gộp câu trùng
ButtonSplit = Tách hai việc
ButtonOutside = Ngoài thẩm quyền của phường
ButtonTheirField = Đúng việc của đơn vị đó
ButtonTypeCode = Viết mã số
MoreFor = Câu hỏi { $code }: ông/bà muốn làm gì?
TransferWhere = Chuyển câu hỏi { $code } cho đơn vị nào? Nơi hợp nhất đứng trước.
SplitWhere = Câu hỏi { $code }: việc thứ hai do đơn vị nào trả lời?
JoinWhich = Câu hỏi { $code } trùng với câu nào dưới đây?
TwinSeen =
    Câu { $code } có vẻ trùng với câu { $other } đang mở:
    { $text }
    Nếu đúng, bấm Gộp: trả lời một lần cho cả hai.
ButtonJoinInto = Gộp vào { $code }
JoinUnknown = Đơn vị không có câu hỏi nào mang mã này.
JoinNot = Hai câu này không gộp được. Chỉ gộp được câu đang chờ trả lời.
Joined = 🔗 Đã gộp câu { $code } vào câu { $into }. Trả lời câu { $into } là trả lời cả hai.
TheirField = việc này thuộc lĩnh vực của đơn vị đó
Transferred = ➡️ Đã chuyển câu hỏi { $code } cho { $unit }. Thời hạn không đổi.
ReferredOut = ➡️ Đã báo người hỏi { $code } nơi giải quyết. Câu hỏi đã đóng.
Split = Đã tách câu { $code }. Việc thứ hai mang mã { $second }, do { $unit } trả lời.
NoteKept = 📝 Đã ghi chú vào câu { $code }.
ExtensionNot = Câu hỏi này không gia hạn được: mỗi câu chỉ gia hạn một lần, và việc khẩn không gia hạn.
Extended = ⏳ Câu hỏi { $code } được gia hạn tới { $due }. Người hỏi đã được báo.
AskedBack = ❔ Đã hỏi lại người hỏi { $code }. Thời hạn tạm dừng tới khi họ trả lời.
AskBackNobody = Tôi không nhắn được cho người hỏi { $code } nên chưa hỏi lại được, thời hạn vẫn tính. Xin ông/bà liên hệ trực tiếp.
AnswerNotYet = ✋ Tôi chưa gửi câu trả lời { $code }.
HintTooShort = • Câu trả lời rất ngắn. Người hỏi có hiểu không ạ?
HintEvasive = • Chưa có kết quả hay ngày hẹn. Xin nói rõ ai làm, làm gì, khi nào.
HintNoDate = • Chưa có ngày. Người hỏi sẽ muốn biết khi nào.
HintNoPlace = • Chưa có địa chỉ hay số điện thoại của nơi cần tới.
HintNoPaper = • Có nhắc tới giấy tờ nhưng chưa gửi kèm.
HintSensitive = • Câu trả lời này cần một đồng nghiệp duyệt trước khi gửi.
ButtonSendAnyway = Vẫn gửi
ButtonAskColleague = Nhờ đồng nghiệp duyệt
ButtonAnswerAgain = Bỏ, để viết lại
DraftAnswerGone = Câu trả lời này đã được gửi hoặc đã bỏ.
DraftNotYours = Chỉ người viết câu trả lời này mới làm được việc đó.
DraftSent = Câu trả lời { $code }: ông/bà chọn vẫn gửi.
AnswerDropped = Đã bỏ câu trả lời { $code }. Muốn viết lại, xin bấm Trả lời (Reply) vào tin có câu hỏi.
NoColleagues = Đơn vị chưa có nhóm chat nên chưa nhờ duyệt được. Xin báo quản trị viên.
DraftToApprove = Nhờ duyệt câu trả lời { $code } của { $name }:
ButtonApproveAnswer = Duyệt và gửi
ButtonReturnAnswer = Trả lại
ColleagueAsked = Đã nhờ đồng nghiệp duyệt câu trả lời { $code } trong nhóm của đơn vị.
NotOwnAnswer = Ông/bà không tự duyệt được câu trả lời của mình.
AnswerApproved = ✅ { $name } đã duyệt câu trả lời { $code }.
AnswerReturned = ↩️ { $name } trả lại câu trả lời { $code }. Xin viết lại bằng cách bấm Trả lời (Reply) vào tin có câu hỏi.
AnswerEdited = ✏️ Đã sửa câu trả lời { $code } ở chỗ người hỏi.
AnswerEditNot = Câu trả lời { $code } đã qua đồng nghiệp duyệt nên sửa tin không có tác dụng. Muốn thay, xin gửi câu trả lời mới.
ButtonTwoOfficers = Câu trả lời cần đồng nghiệp duyệt
ButtonOneOfficer = Bỏ yêu cầu đồng nghiệp duyệt
UnitIsSensitive = Câu trả lời của đơn vị này phải được một đồng nghiệp duyệt trước khi gửi.
AnswerHow = Muốn trả lời người dân, xin ông/bà bấm Trả lời (Reply) vào đúng tin có câu hỏi.
AnswerEmpty = Chưa có chữ nào nên tôi chưa gửi. Xin ông/bà viết câu trả lời.
AnswerSent = ✅ Đã gửi câu trả lời { $code } tới người hỏi.
AnswerPassOn = 📞 Người hỏi câu { $code } không dùng ứng dụng này: { $asker }. Nhờ ông/bà báo lại câu trả lời dưới đây.
AnswerNotDelivered = ⚠️ Câu trả lời { $code } chưa tới người hỏi vì người hỏi đã chặn tôi. Câu hỏi được ghi lại là chưa trả lời, xin xem trong /hopthu.
AskerGone = Tôi chưa gửi được câu trả lời { $code } vì không nhắn được cho người hỏi.
QuestionClosedHere = Câu hỏi này đã đóng nên tôi chưa gửi gì.
InboxHeading = { $n } câu hỏi chưa trả lời
InboxEmpty = Không có câu hỏi nào chờ trả lời.
CardBefore = Bà con đang thấy tin { $number }, bản { $version }, đăng { $at }:
CardCorrection =
    ĐÍNH CHÍNH tin { $number } đã đăng: bản { $version } chờ duyệt
    Người soạn: { $author }
    Khi được duyệt, tin trong các nhóm được sửa ngay thành nội dung dưới đây, có thêm dòng ghi giờ đính chính.
ButtonCorrect = Đính chính
CorrectText = Đính chính tin { $number } đã đăng: xin gửi nội dung đúng. Khi được duyệt, tôi sửa tin trong các nhóm.
PreviewCorrection = Bà con nhận đúng như dưới đây, chỉ có thêm dòng ghi giờ đính chính:
WriteConfirmCorrection = Gửi duyệt? Khi được duyệt, tin trong các nhóm được sửa ngay.
SubmittedCorrection = Đã gửi duyệt bản đính chính của tin { $number }. Tôi sẽ báo ông/bà khi có kết quả.
AuthorCorrectionApproved = ✅ { $name } đã duyệt bản đính chính của tin { $number }. Tôi đang sửa tin trong các nhóm.
Correcting = ✏️ Đang đính chính tin { $number } ở { $copies } nhóm. Xin bấm Độ phủ để xem nhóm nào chưa được sửa.
MessageCorrected = đã đính chính lúc { $at }
MessageRecalled = đã thu hồi lúc { $at }
ButtonRecall = Thu hồi tin
RecallSure = Thu hồi tin { $number } khỏi mọi nhóm? Tin đăng quá 48 giờ không gỡ được, tôi sửa thành thông báo thu hồi. Đã thu hồi thì không đăng lại được tin này.
ButtonRecallSure = Thu hồi
ButtonRecallNot = Không, giữ nguyên tin
RecallDropped = Tin được giữ nguyên.
NothingToRecall = Tin này không còn trong nhóm nào để thu hồi.
Recalled = ↩️ { $name } đã thu hồi tin { $number }. Tôi đang gỡ tin ở { $groups } nhóm.
CardRecalled = { $name } đã thu hồi tin này.
CoveragePickCorrection = Đính chính tin { $number } – { $at }
CoveragePickRecall = Thu hồi tin { $number } – { $at }
CorrectionCoverage =
    Đính chính tin { $number }, { $at }
    Đã sửa { $done }/{ $groups } nhóm
RecallCoverage =
    Thu hồi tin { $number }, { $at }
    Đã thu hồi ở { $done }/{ $groups } nhóm
LineEdited = ✅ { $name }: đã sửa lúc { $at }
LineReplied = ✅ { $name }: không sửa được tin cũ, đã đăng tin đính chính dưới tin cũ lúc { $at }
LineAnew = ✅ { $name }: không rõ tin cũ trong nhóm, đã đăng tin đính chính mới lúc { $at }
LineWithdrawn = ✅ { $name }: đã sửa thành thông báo thu hồi lúc { $at }
LineDeleted = ✅ { $name }: đã gỡ tin lúc { $at }
LineTold = ✅ { $name }: không gỡ được tin cũ, đã đăng thông báo thu hồi lúc { $at }
LineTakenDown = ✅ { $name }: tổ trưởng báo đã gỡ lúc { $at }
LineTakeDownWaiting = ⏳ { $name }: chờ tổ trưởng gỡ và bấm Đã gỡ
LineNotTakenDown = ❌ { $name }: tổ trưởng báo không gỡ được
LineReplaced = ▫️ { $name }: chưa đăng thì đã có bản mới thay
LineNeverPosted = ▫️ { $name }: tin cũ chưa đăng, đã hủy
LineChatGone = ❌ { $name }: nhóm không còn, cần tổ trưởng đăng ký lại
LineTopicClosed = ❌ { $name }: chủ đề trong nhóm đã đóng, cần tổ trưởng mở lại
LineUneditable = ❌ { $name }: không sửa được tin cũ trong nhóm
LineUnclear = ❌ { $name }: Telegram từ chối, chưa rõ vì sao, cần người duyệt xem trong nhóm
SeenPosted = { $at }: đăng bản { $version }
SeenRelayed = { $at }: tổ trưởng báo đã đăng bản { $version }
SeenEdited = { $at }: sửa thành bản { $version }
SeenReplied = { $at }: đăng bản { $version } dưới tin cũ
SeenAnew = { $at }: đăng bản { $version } thành tin mới
SeenWithdrawn = { $at }: sửa thành thông báo thu hồi
SeenDeleted = { $at }: gỡ tin
SeenTold = { $at }: đăng thông báo thu hồi
SeenInDoubt = { $at }: chưa rõ bản { $version } đã tới hay chưa

# Yêu cầu về dữ liệu cá nhân.

ButtonDataRequests = Yêu cầu về dữ liệu
DataRequests = Yêu cầu của người dân về dữ liệu của họ: xem { $show }, rút đồng ý { $withdraw }, xóa { $erase }
DataRequestShow = xem dữ liệu
DataRequestWithdraw = rút đồng ý
DataRequestErase = xóa dữ liệu
DataRequestOpen = { $code }: { $kind }, yêu cầu { $asked }, chậm nhất { $due }
DataRequestDone = { $code }: { $kind }, yêu cầu { $asked }, trợ lý làm xong { $done }
# What officers have before them, and answers that help them.
InboxMine = Của tôi: { $n }
InboxUnit = Của đơn vị: { $n }
InboxLate = ⏰ Trễ hạn: { $n }
InboxWaiting = ⏳ Chờ người hỏi: { $n }
InboxStuck = ⚠️ Đang kẹt: { $n }
InboxMore = … và { $n } câu nữa
DueDays = còn { $n } ngày
DueTomorrow = hạn { $time } ngày mai
DueToday = hạn { $time } hôm nay
LateToday = trễ từ { $time } hôm nay
LateDays = trễ { $n } ngày
DueWaiting = chờ người hỏi trả lời
StuckUntaken = quá giờ mà chưa ai nhận
StuckNoChat = đơn vị chưa có nhóm chat
StuckUndelivered = câu trả lời chưa tới người hỏi
StuckUnchosen = người hỏi chưa chọn lĩnh vực
ButtonOpenQuestion = Mở { $code }
ButtonFind = 🔎 Tìm
ButtonWardCounts = Cả phường
ButtonHandOver = Giao cho đồng nghiệp
ButtonSampleBook = Câu mẫu
WardInbox = Cả phường: { $n } câu hỏi chưa trả lời
WardInboxLine = { $unit }: { $open } đang xử lý ({ $late } trễ, { $untaken } chưa ai nhận), { $waiting } chờ người hỏi
UnroutedHeading = Câu hỏi { $code }: người hỏi chưa chọn lĩnh vực
ButtonTakeToOffice = Văn phòng nhận
FindWhat = Xin gõ mã câu hỏi hoặc vài từ cần tìm, có dấu hay không dấu đều được.
FindAgain = Xin bấm Tìm và gõ lại.
FoundNothing = Không thấy câu hỏi nào có “{ $wanted }”. Xin ông/bà thử từ khác, hoặc mã sáu số.
FoundHeading = Tìm “{ $wanted }”: { $n } câu hỏi
FoundMany = Còn nhiều câu khác. Xin gõ thêm từ để tìm hẹp hơn.
FoundAnswered = đã trả lời
FoundEnded = đã đóng
FoundAnswer = Câu trả lời { $code } đã gửi { $at }
HandOverNothing = Ông/bà không có câu hỏi nào đang nhận.
HandOverWhich = Ông/bà muốn giao câu hỏi nào cho đồng nghiệp?
ButtonHandOverAll = Tất cả { $n } câu
HandOverTo = Giao câu { $code } cho ai?
HandOverAllTo = Giao { $n } câu hỏi của ông/bà cho ai?
HandOverNobody = Đơn vị chưa có đồng nghiệp nào khác. Xin báo quản trị mời thêm cán bộ trong /phuong.
HandOverNotYours = Câu hỏi này không còn do ông/bà nhận.
HandedOver = ✅ Đã giao { $n } câu hỏi cho { $name }: { $codes }.
HandedOverUntold = ✅ Đã giao { $n } câu hỏi cho { $name }: { $codes }. Tôi chưa nhắn được cho { $name }, nhờ ông/bà báo trực tiếp.
HandedToYou = { $name } giao cho ông/bà { $n } câu hỏi: { $codes }.
ButtonSamples = Câu trả lời mẫu
SamplesHeading = Câu trả lời có thể dùng cho { $code }. Bấm để đọc cả câu.
SamplesNone = Đơn vị chưa có câu mẫu nào, và chưa có câu trả lời nào cho câu hỏi tương tự. Thêm câu mẫu trong /hopthu.
SampleHeading = Câu trả lời mẫu cho { $code }
ButtonUseSample = Dùng câu này
DraftHeading = Bản nháp trả lời { $code }. Bấm Gửi câu này, hoặc trả lời (Reply) tin này bằng câu đã sửa.
DraftCovered = Bản nháp trả lời { $code }. Có số đã che (•) nên chưa gửi được. Xin trả lời (Reply) tin này bằng câu đã điền đủ.
ButtonSendSample = Gửi câu này
ButtonDropSample = Câu khác
SampleGone = Câu này không còn nữa. Xin chọn câu khác.
SampleBookWhich = Câu mẫu của đơn vị nào?
SampleBook = Câu mẫu của { $unit }: { $n }
ButtonSampleAdd = Thêm câu mẫu
SampleAsk = Xin gửi câu trả lời cần lưu. Không ghi tên, số điện thoại của người dân.
SampleKept = ✅ Đã lưu câu mẫu “{ $title }”.
SamplesFull = Đơn vị đã có nhiều câu mẫu. Xin xóa bớt trong /hopthu rồi thêm.
ButtonKeepSample = Lưu làm câu mẫu
ButtonSampleRename = Đổi tên
SampleAskTitle = Xin gửi tên mới cho câu mẫu “{ $title }”.
ButtonSampleDrop = Xóa

# Người hỏi nói thêm, và cho phép đăng.
CardAskerAdded = ➕ Người hỏi vừa bổ sung cho câu { $code }.
CardAskerChanged = ✏️ Người hỏi vừa sửa câu { $code }.
CardNotHelped = 🔁 Người hỏi cho biết câu trả lời { $code } chưa giải quyết được việc. Xin xem lại.
ReopenedHigher = 🔁 Câu hỏi { $code } của { $unit }: người hỏi cho biết chưa giải quyết được việc, nên câu hỏi được mở lại. Xin ông/bà lưu ý.
CardMayPublish = 📣 Người hỏi cho phép đăng câu trả lời, không nêu tên.
ButtonDraftAnswer = Soạn bản đăng nhóm
PublishNotAllowed = Người hỏi không cho phép đăng câu trả lời này.
PublishOpenPrivate = Xin ông/bà mở chat riêng với tôi trước, rồi bấm lại.
PublishBusy = Ông/bà đang làm dở một việc trong chat riêng. Xin làm xong rồi bấm lại.
PublishInPrivate = Tôi đã gửi bản soạn vào chat riêng.
PublishedAnswer =
    Bà con hỏi: { $question }

    Trả lời: { $answer }
PublishCheck = Trên đây là bản soạn từ câu { $code }. Xin ông/bà đọc kỹ và bỏ mọi tên, địa chỉ, số điện thoại. Muốn sửa, xin gửi lại toàn bộ nội dung. Sau đó tin được duyệt như mọi tin khác.
ButtonUseDraft = Dùng nguyên bản này

# Phân luồng câu hỏi.
ButtonRouting = Phân luồng câu hỏi
RoutingHome = Câu hỏi của người dân được chuyển theo từ ngữ. Xin chọn đơn vị để xem hoặc sửa các từ dẫn tới đơn vị đó.
ButtonRoutingGroups = Nhóm nội dung
ButtonRoutingTry = Thử một câu
RoutingUnit = Lĩnh vực của { $unit }. Xin chọn một lĩnh vực.
RoutingField =
    { $field } ({ $unit })
    Từ dẫn tới lĩnh vực này: { $words }
RoutingNoWords = chưa có
ButtonRoutingAdd = Thêm từ
ButtonRoutingTake = Bớt từ
RoutingAddAsk = Xin viết một từ hoặc cụm từ mà người dân hay dùng khi hỏi về “{ $field }”.
RoutingTakeAsk = Xin viết đúng từ hoặc cụm từ cần bỏ khỏi “{ $field }”.
RoutingUnread = Xin viết một cụm từ trong một dòng, không quá 60 ký tự.
RoutingNotThere = “{ $phrase }” không có trong lĩnh vực này. Xin xem lại cách viết.
RoutingAdded = ✅ Đã thêm “{ $phrase }” vào { $field }. Có hiệu lực sau vài giây.
RoutingTaken = ✅ Đã bỏ “{ $phrase }” khỏi { $field }. Có hiệu lực sau vài giây.
RoutingGroups = Câu hỏi trả lời một tin đăng được xem cùng đơn vị của nhóm nội dung. Xin chọn nhóm để đổi đơn vị.
RoutingGroupAsk = Nhóm { $group }: { $units }. Xin viết mã các đơn vị, đơn vị chủ trì trước, cách nhau bằng dấu phẩy. Các mã: { $codes }
RoutingGroupDone = ✅ Nhóm { $group }: { $units }. Có hiệu lực sau vài giây.
RoutingTryAsk = Xin viết một câu như người dân hỏi. Câu này không được lưu và không chuyển cho ai.
RoutingTried =
    Chuyển tới: { $label } ({ $percent } %)
    Vì các từ: { $why }
    Gần nhất sau đó: { $near }
