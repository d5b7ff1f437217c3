# Với tổ trưởng.

GroupOfAnother = Nhóm này đã đăng ký cho { $name }. Nếu nhầm, xin ông/bà báo phường.
GroupKnown = Nhóm này đã đăng ký cho { $name }. Ông/bà không phải làm gì thêm.
GroupAsked = Đã gửi yêu cầu đăng ký nhóm của { $name }. Xin chờ phường xác nhận.
GroupIsUnits = Nhóm này là nhóm làm việc của phường, không đăng ký cho tổ được. Xin ông/bà chọn nhóm của tổ.
GroupNotAdmin = Chỉ quản trị viên của nhóm mới đăng ký được. Xin ông/bà nhờ quản trị viên nhóm mở liên kết này.
GroupCannotTell = Tôi chưa kiểm tra được quyền của ông/bà trong nhóm. Xin mở lại liên kết sau một phút.
GroupAnonymous = Ông/bà đang ẩn danh trong nhóm. Xin bấm nút dưới đây để tôi biết ai đăng ký.
ButtonIAmHead = Tôi là tổ trưởng
HeadOpenPrivate = Xin ông/bà mở chat riêng để nhận thông báo về nhóm.
GroupWelcome =
    Kính chào bà con { $name }. Tôi là trợ lý của { $ward }.

    Tôi đăng tin của phường vào nhóm này. Muốn hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi.

    Tôi không đọc các tin nhắn khác trong nhóm.
HeadWelcome =
    Kính chào ông/bà tổ trưởng { $name }. { $ward } mời ông/bà đăng ký nhóm của tổ.

    Xin bấm một nút dưới đây.
ButtonAddToMyGroup = Thêm tôi vào nhóm của tổ
ButtonRelayInstead = Tổ dùng Zalo: tôi tự đăng giúp
HeadGroupReady = Phường đã xác nhận nhóm của { $name }. Từ nay tin của phường tự vào nhóm, ông/bà không phải làm gì thêm.
HeadRelayReady = Phường đã xác nhận { $name }. Khi có tin, tôi gửi ông/bà ở đây để ông/bà đăng vào nhóm rồi bấm Đã đăng.
HeadGroupRejected = { $ward } chưa xác nhận nhóm của { $name }. Xin ông/bà liên hệ phường.
HeadHelp =
    Kính chào ông/bà tổ trưởng. Tôi là trợ lý của { $ward }.

    /to – xem nhóm của tổ
    /hoi – gửi câu hỏi tới phường
NotHead = Phần này dành cho tổ trưởng. Nếu ông/bà là tổ trưởng, xin hỏi phường liên kết đăng ký.
NotYourNeighbourhood = Việc này dành cho tổ trưởng của tổ đó ạ.
RelayAsked = Đã gửi yêu cầu cho { $name }. Xin chờ phường xác nhận.
RelayKnown = Phường đã xác nhận rồi ạ.
RelayPlease = Nhờ ông/bà chép tin dưới đây, dán vào nhóm của { $name }, rồi bấm Đã đăng.
RelayFoot = Hỏi phường: { $url }
ButtonRelayed = Đã đăng
ButtonNotRelayed = Không đăng được
ButtonRelayUndo = Bấm nhầm, tôi chưa đăng
RelayThanks = Cảm ơn ông/bà.
RelayDoneNote = Đã ghi nhận: ông/bà đã đăng tin này. Cảm ơn ông/bà.
RelayNotPosted = Đã ghi nhận.
RelayFailedNote = Đã ghi nhận: chưa đăng được. Khi đăng được, xin ông/bà bấm Đã đăng.
RelayTooLate = Tin này đã dừng hoặc quá hạn, ông/bà không phải đăng nữa.
StateGood = ✅ Nhóm “{ $title }”: đang nhận tin
StateSilenced = ⚠️ Nhóm “{ $title }”: tôi bị tắt quyền gửi. Xin mở lại quyền gửi tin cho tôi.
StateGone = ⚠️ Nhóm “{ $title }”: tôi đã bị gỡ. Xin thêm tôi lại vào nhóm.
StateRelay = ✅ Tổ trưởng tự đăng giúp
StateAsked = ⏳ Chờ phường xác nhận
StateRejected = Chưa được xác nhận
StateNone = ▫️ Chưa đăng ký nhóm
