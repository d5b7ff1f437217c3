# What officers do with a question: what was sent with it, entering it for others, its kind.

MediaTakenAway = What was sent with question { $code } is of no use here any more. I cannot take this message away, please delete it.
MediaGone = What was sent with this question is gone.
CardForgotten = Question { $code } was closed long ago; its words have been deleted as required.
ButtonShowMedia = 📎 Sent along: { $n }
