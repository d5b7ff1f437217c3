# Việc của cán bộ với một câu hỏi: gửi kèm, nhập hộ, loại việc.

MediaTakenAway = Nội dung gửi kèm câu hỏi { $code } không còn dùng ở đây. Tôi không gỡ được tin này, xin ông/bà xóa giúp.
MediaGone = Ảnh, tệp gửi kèm câu hỏi này không còn.
CardForgotten = Câu hỏi { $code } đã đóng từ lâu, nội dung đã được xóa theo quy định.
ButtonShowMedia = 📎 Gửi kèm: { $n }
