# Tin vào nhóm của tổ như thế nào.

ButtonManners = Cách đăng tin
MannersOf = Cách đăng tin vào nhóm “{ $title }”
MannersOpen = ✅ Nhóm đang nhận tin
MannersRests = ⏸ Tạm ngừng tin tới { $until }. Tin khẩn vẫn đăng.
MannersSound = 🔔 Tin mới có chuông báo
MannersSilent = 🔕 Tin mới không có chuông báo, trừ tin khẩn
MannersNoPin = Không ghim tin
MannersPin = 📌 Ghim mỗi tin { $days } ngày
ButtonRest = Tạm ngừng tin một ngày
ButtonRestEnd = Nhận tin trở lại
ButtonSilent = Tắt chuông báo
ButtonSound = Bật chuông báo
ButtonPin = Ghim mỗi tin { $days } ngày
ButtonNoPin = Không ghim tin nữa
GroupRests = ⏸ Tổ trưởng { $name } xin tạm ngừng tin trong nhóm tới { $until }. Tin khẩn vẫn đăng.
PinRefused = Tôi chưa ghim được tin trong nhóm “{ $title }” vì chưa có quyền ghim. Tin vẫn được đăng. Nếu muốn ghim, xin ông/bà cho tôi quyền ghim tin rồi bật lại bằng lệnh /to.
LineRests = ⏸ { $name }: tổ trưởng xin tạm ngừng tin

# Các nhóm có ổn không.

ButtonHealth = Tình trạng các nhóm
HealthHeading = Nhóm đang ổn: { $good }/{ $all }
HealthAsked = Tôi kiểm tra lần gần nhất lúc { $at }.
HealthGone = ⚠️ { $name }: tôi không còn trong nhóm, từ { $since }. Nhờ tổ trưởng { $head } thêm lại.
HealthSilenced = ⚠️ { $name }: tôi bị tắt quyền gửi, từ { $since }. Nhờ tổ trưởng { $head } mở lại.
HealthHeadGone = ⚠️ { $name }: tôi không nhắn được cho tổ trưởng { $head }, từ { $since }. Xin ông/bà gọi điện.
HealthGood = ✅ { $name }: { $rest }
HealthDoubtful = ▫️ { $name }: { $rest }
HealthMembers = { $n } người
HealthByHand = { $way }, tổ trưởng tự đăng
HealthLast = tin gần nhất { $at }
HealthNever = chưa có tin nào
HealthTopicLost = chủ đề nhận tin đã đóng từ { $at }, tin vào chủ đề chung
HealthPins = ghim được tin
HealthPinsNot = chưa có quyền ghim
HealthHead = tổ trưởng nhắn hoặc bấm nút lần gần nhất { $at }
HealthHeadNever = tổ trưởng chưa nhắn hay bấm nút lần nào
TopicLost = Chủ đề nhận tin của phường trong nhóm “{ $name }” đã đóng. Từ nay tin vào chủ đề chung. Muốn chọn chủ đề khác, xin ông/bà mở chủ đề đó và gõ /dangky.
