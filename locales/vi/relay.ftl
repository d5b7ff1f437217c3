## Đăng hộ phường nơi trợ lý không vào được

WayGroup = nhóm của { $name }
WayGroupNamed = nhóm “{ $group }” của { $name }
WayLoudspeaker = loa của { $name }
WayBoard = bảng tin của { $name }
WayMeeting = cuộc họp của { $name }

RelayPlease = Nhờ ông/bà sao chép tin dưới đây, dán vào { $place }, rồi bấm Đã đăng.
RelayPleaseParts = Nhờ ông/bà sao chép lần lượt { $n } phần dưới đây, dán vào { $place }, rồi bấm Đã đăng ở phần cuối.
RelayPleaseAloud = Nhờ ông/bà đọc bản dưới đây trên { $place } vào { $day }, rồi bấm Đã phát. Đọc khoảng { $minutes } phút.
RelayPleaseAloudParts = Nhờ ông/bà đọc bản dưới đây trên { $place } từ { $day }, rồi bấm Đã phát ở phần cuối. Bản này dài khoảng { $minutes } phút nên chia { $n } buổi: mỗi buổi nhiều nhất 15 phút, mỗi ngày nhiều nhất hai buổi, từ thứ Hai đến thứ Sáu.
RelayPleaseBoard = Nhờ ông/bà in trang này, dán lên { $place }, rồi bấm Đã dán.
RelayPleaseMeeting = Nhờ ông/bà phổ biến tin dưới đây tại { $place }, rồi bấm Đã phổ biến. Trang này để in và phát tại cuộc họp.
RelayCorrected = Tin trước đã được đính chính.
RelayTakeDown = Phường đã thu hồi tin “{ $about }”. Xin ông/bà đừng đăng tin này; nếu đã đăng, xin gỡ khỏi { $place }. Khi ở đó không còn tin này, xin bấm Đã gỡ.
RelayTakeDownSaid = Phường đã thu hồi tin “{ $about }”. Xin ông/bà đừng đọc tin này; nếu đã đọc tại { $place }, xin báo lại bà con. Xong, xin bấm Đã báo lại.

ButtonReadAloud = Đã phát
ButtonNotReadAloud = Không phát được
ButtonHungUp = Đã dán
ButtonNotHungUp = Không dán được
ButtonToldMeeting = Đã phổ biến
ButtonNotToldMeeting = Không phổ biến được
ButtonRecallSaid = Đã báo lại
ButtonRecallNotSaid = Không báo được
ButtonRelayUndoElsewhere = Bấm nhầm, tôi chưa làm
RelayDoneElsewhere = Đã ghi nhận. Cảm ơn ông/bà.
RelayLateNote = Đã ghi nhận, xác nhận muộn. Cảm ơn ông/bà.
ButtonNoAccess = Không vào được nhóm
ButtonGroupClosed = Nhóm đã đóng
ButtonRelayLater = Để sau
RelayNoAccessNote = Đã ghi nhận: ông/bà không vào được nhóm. { $ward } sẽ liên hệ. Khi đăng được, xin ông/bà bấm Đã đăng.
RelayGroupClosedNote = Đã ghi nhận: nhóm đã đóng. { $ward } sẽ liên hệ. Khi đăng được, xin ông/bà bấm Đã đăng.
RelayLaterNote = Vâng. Nếu ông/bà chưa làm, tôi nhắc lại lúc { $at }.
RelayPhotoPlease = Nếu tiện, xin ông/bà gửi một ảnh cho thấy tin đã ở đó.
RelayPhotoThanks = Đã nhận ảnh. Cảm ơn ông/bà.

RelayRemind = Tin “{ $about }” đã tới { $place } chưa ạ? Xin ông/bà bấm một nút.
RelayRemindUrgent = ⚠️ Tin khẩn “{ $about }” đã tới { $place } chưa ạ? Nhờ ông/bà làm ngay rồi bấm một nút.
RelayRemindPast = Tin “{ $about }” đã tới { $place } chưa ạ? Nếu chưa, ông/bà không phải làm nữa. Xin bấm một nút.
RelayRemindRecall = Tin đã thu hồi “{ $about }” đã gỡ khỏi { $place } chưa ạ? Xin ông/bà bấm một nút.
RelayUrgentSilent = ⚠️ Tin khẩn { $number }: sau { $minutes } phút còn { $n } nơi chưa xác nhận: { $names }. Xin gọi điện cho tổ trưởng.

ButtonWays = Loa, bảng tin, nhóm khác
WaysHeading = { $name }: những nơi ông/bà đăng giúp phường
WayOpen = ✅ { $place }
WayAsked = ⏳ { $place }: chờ phường xác nhận
ButtonWayGroup = Thêm nhóm Zalo
ButtonWayLoudspeaker = Thêm loa
ButtonWayBoard = Thêm bảng tin
ButtonWayMeeting = Thêm cuộc họp tổ
WayAskName = Nhóm này tên là gì ạ? Xin ông/bà nhắn tên nhóm của { $name }.
WayAskedNow = Tôi đã báo phường về { $place }. Xin chờ phường xác nhận.
WayConfirmCard = { $head } nhận đưa tin của phường tới { $place }.
WayReady = Phường đã xác nhận { $place }. Khi có tin, tôi gửi vào đây kèm việc cần làm.

## Bản đọc loa và trang dán bảng tin

AloudOpening = Kính thưa bà con { $name }. Sau đây là thông báo của { $issuer }.
AloudOpeningCorrection = Kính thưa bà con { $name }. Sau đây là thông báo đính chính của { $issuer }.
AloudClosing = Xin cảm ơn bà con đã lắng nghe.
AloudLink = xem trong nhóm của tổ
AloudSession = Buổi { $n }:
AloudFits = 🔊 Đọc trên loa: khoảng { $minutes } phút.
AloudTooLong = 🔊 Đọc trên loa: khoảng { $minutes } phút, quá 15 phút một buổi, nên chia { $n } buổi. Không bỏ chữ nào.
RelayInPieces = 📋 Dán vào nhóm Zalo: { $n } phần.
PageHeading = THÔNG BÁO
PageLine = Tin số { $number } · { $at }
PageAsk = Quét mã để hỏi phường
PageFile = thong-bao-{ $number }.pdf

## Độ phủ theo tuần và nhóm nội dung

LineAloud = ✅ { $name }: đã đọc trên loa lúc { $at }
LineHungUp = ✅ { $name }: đã dán bảng tin lúc { $at }
LineToldMeeting = ✅ { $name }: đã phổ biến tại cuộc họp lúc { $at }
LineLate = ✅ { $name }: { $way }, xác nhận muộn lúc { $at }
LineElsewhereWaiting = ⏳ { $name }: { $way }, chờ xác nhận
LineNoAccess = ⚠️ { $name }: tổ trưởng không vào được nhóm
LineGroupClosed = ⚠️ { $name }: nhóm đã đóng
ChannelTelegram = nhóm Telegram
ChannelGroup = nhóm Zalo
ChannelLoudspeaker = loa
ChannelBoard = bảng tin
ChannelMeeting = họp tổ
ActsHead = tổ trưởng
ActsAdministrator = quản trị viên
ActsApprover = người duyệt
ButtonSpread = Độ phủ cả tuần
ButtonSpreadBefore = ← Tuần trước
ButtonSpreadAfter = Tuần sau →
ButtonSpreadFile = Tệp Excel
SpreadFile = Bảng độ phủ của tuần.
SpreadTooLarge = Bảng lớn quá, tôi chưa làm được tệp. Xin chọn tuần khác.
SpreadTitle = Độ phủ { $from } – { $until }: { $percent } %
SpreadNone = { $from } – { $until }: chưa đăng tin nào.
SpreadTarget = Chỉ tiêu theo kế hoạch: { $target } %
SpreadGroup = { $name }: { $percent } % ({ $covered }/{ $all })
SpreadLate = , { $late } xác nhận muộn
SpreadNoGroup = Không thuộc nhóm nội dung nào
SpreadColumn = Tin { $number }
SpreadRest = Còn { $posts } tin trước và { $places } tổ: xem tệp Excel.
MarkCovered = Đã tới
MarkLate = Xác nhận muộn
MarkOpen = Đang chờ
MarkMissing = Chưa tới
SheetName = Độ phủ
ColumnPlace = Tổ dân phố
ColumnCovered = Đã tới
ColumnMeant = Cần tới
ColumnShare = Tỷ lệ
ColumnTarget = Chỉ tiêu
ColumnSum = Cộng
ColumnWay = Kênh
ColumnState = Tình trạng
ColumnBy = Người xác nhận
ColumnActs = Người xử lý
