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
