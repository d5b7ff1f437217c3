# Với cán bộ phường.

OnlyAdministrator = Việc này chỉ quản trị viên của phường làm được.
OnlyApprovers = Việc này chỉ người duyệt của phường làm được.
OnlyStoppers = Việc này chỉ người duyệt hoặc quản trị viên làm được.
OnlyWriters = Việc này dành cho người soạn tin của phường.
OnlyStaff = Việc này dành cho cán bộ phường.
OnlyOfficers = Chỉ cán bộ trả lời của đơn vị mới gửi được câu trả lời. Xin ông/bà nhờ quản trị viên mời trong /phuong.
OnlyOfficersInbox = Phần này dành cho cán bộ trả lời câu hỏi.
StaffWelcome = Kính chào { $name }. Ông/bà đã vào { $ward } với vai trò: { $role }.
StaffHint = Xin ông/bà chọn một lệnh: /soan soạn tin, /duyet duyệt, /dophu độ phủ, /hopthu câu hỏi. Muốn hỏi phường: /hoi.
StaffHelp =
    { $ward } – cho cán bộ

    /soan – soạn tin
    /duyet – tin chờ duyệt
    /dophu – tổ nào đã nhận tin
    /hopthu – câu hỏi chưa trả lời
    /phuong – quản lý phường
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
UnitChatReady = Từ nay nhóm này nhận câu hỏi của người dân gửi { $unit }. Cán bộ trả lời bằng cách bấm Trả lời vào từng câu hỏi.
UnitChatOnlyAdministrator = Chỉ quản trị viên của phường gắn được nhóm này. Xin ông/bà nhờ quản trị viên mở liên kết.
UnitChatIsResidents = Nhóm này là nhóm của tổ dân phố. Xin ông/bà chọn nhóm làm việc của đơn vị.
UnitChatLost = ⚠️ Tôi không gửi được vào nhóm chat của { $unit }. Xin ông/bà vào /phuong để gắn lại nhóm.
UnitChatBack = Nhóm chat của { $unit } đã dùng lại được.
NoUnitChat = ⚠️ Câu hỏi { $code } của { $unit } chưa có nhóm chat để gửi vào. Xin ông/bà vào /phuong gắn nhóm; cán bộ của đơn vị xem câu hỏi bằng lệnh /hopthu.
NeighbourhoodsHeading = Có { $n } tổ dân phố. ✅ đã đăng ký, ⏳ chờ xác nhận.
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
    Xin chuyển liên kết này cho tổ trưởng { $name }. Dùng một lần, trong { $days } ngày:
    { $url }
GroupConfirmCard = { $name } xin đăng ký nhóm “{ $title }”. Người đăng ký: { $head }, là quản trị viên của nhóm.
RelayConfirmCard = { $name } dùng nhóm mà tôi không vào được. { $head } nhận tự đăng tin vào nhóm.
GroupConfirmed = ✅ Đã xác nhận { $name }.
GroupRejected = Đã từ chối { $name }.
GroupLost = ⚠️ Tôi đã bị gỡ khỏi nhóm của { $name }. Xin ông/bà thêm tôi lại vào nhóm.
GroupSilenced = ⚠️ Tôi không còn quyền gửi tin trong nhóm của { $name }. Xin ông/bà mở lại quyền gửi tin cho tôi.
GroupBack = ✅ Nhóm của { $name } nhận tin lại được.
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
PlanSendFile = Xin gửi tệp kế hoạch dạng văn bản (.txt).
PlanHowToSend = Muốn nhập kế hoạch, xin vào /phuong, bấm Kế hoạch rồi gửi tệp.
PlanImported =
    Đã nhập kế hoạch: { $title }
    Nhóm nội dung: { $groups }
    Ngày báo cáo: { $dates }
    Chỗ cần xem lại: { $doubts }
PlanKnown = Kế hoạch này đã được nhập trước đây, không có gì thay đổi.
PlanEmpty = Tệp trống, chưa nhập gì. Xin gửi tệp kế hoạch khác.
PlanNotText = Tệp này không phải văn bản đọc được, chưa nhập gì. Xin lưu kế hoạch dạng .txt rồi gửi lại.
PlanNotAPlan = Tệp này không phải là kế hoạch, chưa nhập gì. Xin gửi đúng tệp kế hoạch.
FileTooLarge = Tệp quá lớn, chưa nhập gì. Xin gửi tệp văn bản dưới 5 MB.
FileNotFetched = Tôi chưa tải được tệp. Xin gửi lại.
WriteOwn = Tin của ông/bà. Xin bấm vào một tin để xem, sửa hoặc rút.
OwnLine = Tin { $number } – { $state }
OwnHeading = Tin { $number }, bản { $version } – { $state }
WriteChooseGroup = Tin mới thuộc nhóm nội dung nào của kế hoạch?
ButtonNoGroup = Không thuộc nhóm nào
WriteChooseFirst = Xin bấm chọn nhóm nội dung ở tin trên.
WriteText =
    Nhóm nội dung: { $group }

    Xin viết nội dung tin và gửi. Chữ đậm, nghiêng và liên kết được giữ nguyên.
WriteTextNoPlan = Xin viết nội dung tin và gửi. Chữ đậm, nghiêng và liên kết được giữ nguyên.
WriteTextAgain = Xin gửi lại nội dung mới.
EditText = Sửa tin { $number }: xin gửi nội dung mới. Bản mới phải được duyệt lại.
WritePhoto = Nếu có ảnh, xin gửi một ảnh. Nếu không, bấm nút dưới đây.
WritePhotoOrSkip = Xin gửi một ảnh hoặc bấm Không có ảnh.
ButtonNoPhoto = Không có ảnh
PreviewFollows = Bà con sẽ thấy đúng như sau:
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
ButtonSubmit = Gửi duyệt
Submitted = Đã gửi duyệt tin { $number }, bản { $version }. Tôi sẽ báo ông/bà khi có kết quả.
SubmittedNobody = Đã lưu tin { $number }, nhưng chưa có người duyệt nào khác ông/bà. Xin nhờ quản trị viên mời người duyệt trong /phuong.
DraftGone = Tin này đã được gửi hoặc đã bỏ. Xin ông/bà gõ /soan để soạn tin mới.
DraftDropped = Đã bỏ tin đang soạn.
MessageSubmitted = chờ duyệt
MessageReturned = bị trả lại
MessageWithdrawn = đã rút
MessageApproved = đã duyệt
MessagePlanned = đã duyệt, đăng lúc { $at }
MessagePosted = đã đăng lúc { $at }
MessageHeld = quá giờ, chờ người quyết định
MessageStopped = đã dừng
MessageNotYours = Tin này không phải của ông/bà.
MessageClosed = Tin này đã rút nên không làm gì thêm được.
MessageOut = Tin đã đăng nên không sửa được nữa. Xin ông/bà gõ /soan để soạn tin mới đính chính.
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
ButtonApprove = Duyệt
ButtonReturn = Trả lại
CardReplaced = Đã có bản { $version }. Bản này không còn dùng nữa.
CardApproved = ✅ { $name } đã duyệt.
CardReturned = ↩️ { $name } trả lại: { $reason }
CardWithdrawn = { $name } đã rút tin này.
ApprovedToast = Đã duyệt.
ApprovedNeedsMore = Đã ghi nhận. Tin còn chờ người duyệt khác.
AuthorApproved = ✅ { $name } đã duyệt tin { $number }. Tin sắp được đăng.
AuthorApprovedAt = ✅ { $name } đã duyệt tin { $number }. Tin được đăng lúc { $at }.
AuthorReturned = ↩️ { $name } trả lại tin { $number }: { $reason }
OldCard = Đây là bản cũ nên tôi chưa làm gì. Xin ông/bà xem bản { $version } hoặc gõ /duyet.
OwnMessage = Ông/bà là người soạn nên không tự duyệt được. Xin nhờ người duyệt khác.
AlreadyApproved = Tin này đã được duyệt rồi ạ.
AlreadyReturned = Tin này đã được trả lại rồi ạ.
AlreadyYours = Ông/bà đã quyết định bản này rồi ạ.
ReturnWhy = Vì sao trả lại tin { $number }? Xin viết lý do để người soạn sửa.
ReturnWhyEmpty = Xin viết lý do bằng chữ.
ReturnedDone = Đã trả lại tin { $number } cho người soạn.
NothingToApprove = Không có tin nào chờ ông/bà duyệt.
Releasing = 📢 Tin { $number } bắt đầu gửi tới { $copies } nhóm lúc { $at }. Muốn dừng, xin bấm Dừng trước giờ đó.
ButtonStop = Dừng
Stopped = Tin { $number } đã dừng, chưa nhóm nào nhận. Người dừng: { $name }.
StopTooLate = Tin đã bắt đầu gửi nên không dừng được nữa.
Held = ⏸ Tin { $number } lẽ ra đăng lúc { $due } nhưng đã quá giờ nên đang chờ ông/bà quyết định.
HeldRestored = ⏸ Tin { $number } lẽ ra đăng lúc { $due } nhưng đã quá giờ nên đang chờ ông/bà quyết định. Dữ liệu vừa được khôi phục từ bản sao nên các nhóm có thể đã nhận tin này: xin xem trong nhóm trước khi đăng.
ButtonPostHeld = Đăng ngay
ButtonDropHeld = Không đăng
HeldPosted = Đã cho đăng. Tôi sẽ báo ông/bà giờ bắt đầu gửi.
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
ButtonSeen = Đã thấy trong nhóm { $name }
ButtonResend = Gửi lại { $name }
SettledSeen = Đã ghi nhận: tin đã tới nhóm.
SettledAgain = Tôi sẽ gửi lại tin này.
QuestionHeading =
    Câu hỏi { $code } – { $unit }
    Trả lời chậm nhất { $due }
QuestionFrom = Từ nhóm { $name }
QuestionHowToAnswer = ↩️ Bấm Trả lời (Reply) vào tin này để gửi câu trả lời tới người hỏi.
AlarmHeading = 🚨 KHẨN – { $code }. Người dân báo đang nguy hiểm. Xin xử lý ngay.
CardTakenBack = Câu hỏi { $code } đã được người hỏi rút lại.
AnswerHow = Muốn trả lời người dân, xin ông/bà bấm Trả lời (Reply) vào đúng tin có câu hỏi.
AnswerEmpty = Chưa có chữ nào nên tôi chưa gửi. Xin ông/bà viết câu trả lời.
AnswerSent = ✅ Đã gửi câu trả lời { $code } tới người hỏi.
AnswerNotDelivered = ⚠️ Câu trả lời { $code } chưa tới người hỏi vì người hỏi đã chặn tôi. Câu hỏi vẫn còn mở.
AskerGone = Tôi chưa gửi được câu trả lời { $code } vì không nhắn được cho người hỏi.
QuestionClosedHere = Câu hỏi này đã đóng nên tôi chưa gửi gì.
InboxHeading = { $n } câu hỏi chưa trả lời
InboxLine = { $code } – { $unit }, chậm nhất { $due }
InboxEmpty = Không có câu hỏi nào chờ trả lời.
