# Với tổ trưởng.

GroupOfAnother = Nhóm này đã đăng ký cho { $name }. Nếu nhầm, xin ông/bà báo phường.
GroupKnown = Nhóm này đã đăng ký cho { $name }. Ông/bà không phải làm gì thêm.
GroupAsked = Tôi đã gửi yêu cầu đăng ký nhóm của { $name }. Xin chờ phường xác nhận.
GroupWasRejected = { $ward } chưa xác nhận nhóm này cho { $name }. Xin ông/bà liên hệ phường. Khi phường đồng ý, xin gõ /to trong chat riêng với tôi để đăng ký lại.
GroupIsUnits = Đây là nhóm làm việc của phường nên không đăng ký cho tổ được. Xin ông/bà chọn nhóm của tổ.
GroupNotAdmin = Chỉ quản trị viên của nhóm mới đăng ký được. Xin ông/bà nhờ quản trị viên của nhóm mở liên kết này.
GroupCannotTell = Tôi chưa biết ông/bà có phải là quản trị viên của nhóm này không. Xin ông/bà mở lại liên kết sau một phút.
GroupAnonymous = Ông/bà đang ẩn danh trong nhóm nên tôi chưa biết ai đăng ký. Xin ông/bà bấm nút dưới đây.
ButtonIAmHead = Tôi là tổ trưởng
HeadOpenPrivate = Xin ông/bà mở chat riêng để tôi báo ông/bà biết khi phường xác nhận và khi nhóm có trục trặc.
GroupWelcome =
    Kính chào bà con { $name }. Tôi là trợ lý tự động của { $ward }.

    Tôi đăng tin của phường vào nhóm này. Muốn hỏi phường, ông/bà gõ /hoi rồi viết câu hỏi.

    Tôi không đọc các tin nhắn khác trong nhóm.
HeadWelcome =
    Kính chào ông/bà tổ trưởng { $name }. { $ward } mời ông/bà đăng ký nhóm của tổ.

    Xin ông/bà bấm một trong hai nút dưới đây.
ButtonAddToMyGroup = Thêm trợ lý vào nhóm của tổ
ButtonRelayInstead = Tổ dùng Zalo: tôi sẽ tự đăng
HeadGroupReady = Phường đã xác nhận nhóm của { $name }. Từ nay tôi tự đăng tin của phường vào nhóm. Ông/bà không phải làm gì thêm.
HeadRelayReady = Phường đã xác nhận { $name }. Khi có tin, tôi gửi vào đây. Nhờ ông/bà đăng vào nhóm của tổ rồi bấm Đã đăng.
HeadGroupRejected = { $ward } chưa xác nhận nhóm của { $name }. Xin ông/bà liên hệ phường để biết lý do.
HeadHelp =
    Kính chào ông/bà tổ trưởng. Tôi là trợ lý tự động của { $ward }.

    /to – xem nhóm của tổ
    /chuyengiao – chuyển giao cho người khác
    /hoi – gửi câu hỏi tới phường
NotHead = Phần này dành cho tổ trưởng. Nếu là tổ trưởng, xin ông/bà hỏi phường để lấy liên kết đăng ký.
NotYourNeighbourhood = Việc này dành cho tổ trưởng của tổ đó ạ.
RelayAsked = Tôi đã gửi yêu cầu cho { $name }. Xin chờ phường xác nhận.
RelayKnown = Phường đã xác nhận rồi ạ.
RelayFoot = Hỏi phường: { $url }
ButtonRelayed = Đã đăng
ButtonNotRelayed = Không đăng được
ButtonRelayUndo = Bấm nhầm, tôi chưa đăng
RelayThanks = Cảm ơn ông/bà.
RelayDoneNote = Đã ghi nhận: ông/bà đã đăng tin này. Cảm ơn ông/bà.
RelayNotPosted = Tôi đã ghi nhận.
RelayFailedNote = Đã ghi nhận: ông/bà chưa đăng được. Khi đăng được, xin ông/bà bấm Đã đăng.
RelayTooLate = Tin này đã dừng hoặc quá hạn, ông/bà không phải đăng nữa.
StateGood = ✅ Nhóm “{ $title }”: đang nhận tin
StateSilenced = ⚠️ Nhóm “{ $title }”: tôi bị tắt quyền gửi. Xin ông/bà mở lại quyền gửi tin cho tôi.
StateGone = ⚠️ Nhóm “{ $title }”: tôi đã bị gỡ khỏi nhóm. Xin ông/bà thêm tôi lại.
StateRelay = ✅ Tổ trưởng tự đăng tin
StateAsked = ⏳ Chờ phường xác nhận
StateRejected = ▫️ Phường chưa xác nhận nhóm này
StateNone = ▫️ Chưa đăng ký nhóm
ButtonTakenDown = Đã gỡ
ButtonNotTakenDown = Không gỡ được
ButtonTakenDownUndo = Bấm nhầm, tôi chưa gỡ
TakenDownNote = Đã ghi nhận: trong nhóm không còn tin này. Cảm ơn ông/bà.
NotTakenDownNote = Đã ghi nhận: ông/bà chưa gỡ được. Khi gỡ được, xin ông/bà bấm Đã gỡ.
