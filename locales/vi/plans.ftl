# Kế hoạch: bản đã đọc, điểm chưa chắc, bản mới, nhiều kế hoạch, đơn vị phụ trách.
PlansHeading = Kế hoạch đang dùng: { $n }
PlansNone = Chưa có kế hoạch nào đang dùng.
PlanInList = • { $title }: { $groups } nhóm nội dung
PlansSend = Muốn nhập kế hoạch mới hoặc bản mới: { $how }
ButtonProposalOpen = ⏳ Xem tiếp ({ $done }/{ $all }): { $title }
PlanKnownReplaced = Tệp này đã được nhập trước đây và đã có bản mới thay: { $title }.
PlanKnownEnded = Tệp này đã được nhập trước đây và đang ngừng dùng: { $title }. Dùng lại?
PlanNumberOf = Số { $number }
PlanGone = Không còn kế hoạch này. Xin mở lại Kế hoạch.

PlanFacts =
    Số: { $number }
    Cơ quan ban hành: { $issuer }
    Thời gian: { $period }
PlanGroups = Nhóm nội dung: { $n }
PlanGroupsGone = Không còn trong kế hoạch:
PlanGroupGone = { $group } ({ $slots } khung giờ đang chạy)
PlanIsEnded = Kế hoạch này đã ngừng dùng.
Responsible = { $line } – phụ trách: { $unit }
ButtonPlanBodies = Đơn vị phụ trách
ButtonPlanEnd = Ngừng dùng
ButtonPlanEndSure = Đúng, ngừng dùng
ButtonPlanAgain = Dùng lại
ButtonPlanKeep = Không, giữ nguyên
PlanEndAsk = Ngừng dùng kế hoạch “{ $title }”? { $groups } nhóm nội dung của kế hoạch này không còn để chọn khi soạn tin. Tin đã soạn, đã duyệt vẫn giữ nguyên.
PlanEnded = Đã ngừng dùng kế hoạch “{ $title }”.
PlanResumed = Đã dùng lại kế hoạch “{ $title }”.
PauseAsk = Còn { $n } khung giờ đang chạy của nhóm không còn trong kế hoạch: { $groups }. Tạm dừng các khung giờ này? Nếu không, tin vẫn đăng theo khung giờ.
ButtonPlanPause = Tạm dừng { $n } khung giờ
PlanSlotsPaused = Đã tạm dừng { $n } khung giờ. Tin đang chờ ở đó được giữ lại.

ProposalHeading = Đã đọc kế hoạch, chưa dùng
ProposalCounts =
    Nhóm nội dung: { $groups }
    Nhiệm vụ của các đơn vị: { $duties }
    Ngày báo cáo: { $reports }
    Ngày kỷ niệm, sự kiện: { $events }
    Tin trong bảng: { $items }
ProposalSure = ✅ Không có điểm nào chưa chắc.
ProposalDecided = ✅ Đã quyết cả { $all } điểm chưa chắc.
ProposalDoubts = ⚠️ Còn { $n }/{ $all } điểm chưa chắc. Điểm nào chưa quyết thì không được dùng.
ButtonProposalDoubts = Xem { $n } điểm chưa chắc
ButtonProposalReview = Xem lại các điểm đã quyết
ButtonProposalUse = Dùng kế hoạch này
ButtonProposalUseWithout = Dùng kế hoạch này, bỏ { $n } điểm chưa quyết
ButtonProposalDrop = Bỏ bản này
ProposalDropped = Đã bỏ bản vừa đọc. Kế hoạch đang dùng không thay đổi.
ProposalGone = Bản này đã được dùng hoặc đã bỏ. Xin mở lại Kế hoạch.
ProposalNewer = Đây là bản mới của kế hoạch “{ $title }” ({ $number })?
ButtonProposalNewer = Đúng, bản mới
ButtonProposalOther = Kế hoạch khác
ProposalReplaces = Thay cho kế hoạch “{ $title }”. Tin, khung giờ và quy định duyệt của nhóm nội dung còn lại được giữ.
ProposalBeside = Dùng song song với { $n } kế hoạch đang dùng.
ProposalChanged = Kế hoạch đang dùng vừa thay đổi. Xin xem lại trước khi dùng.
ChangesHeading = Thay đổi:
ChangesNone = Không có thay đổi về nhóm nội dung, ngày và nhiệm vụ.
PlanChange =
    { $kind ->
        [group_added] ➕ Nhóm nội dung: { $what }
        [group_removed] ➖ Nhóm nội dung: { $what }
        [group_renamed] ✏️ Nhóm nội dung: { $what } (trước: { $was })
        [event_added] ➕ Ngày: { $what }
        [event_removed] ➖ Ngày: { $what }
        [event_moved] ✏️ Ngày: { $what } (trước: { $was })
        [report_added] ➕ Ngày báo cáo: { $what }
        [report_removed] ➖ Ngày báo cáo: { $what }
        [duty_added] ➕ Nhiệm vụ: { $what }
        [duty_removed] ➖ Nhiệm vụ: { $what }
       *[duty_changed] ✏️ Nhiệm vụ: { $what }
    }

DoubtHeading = Điểm { $n }/{ $all }: { $kind }
DoubtKind =
    { $kind ->
        [title] tên kế hoạch
        [number] số kế hoạch
        [issuer] cơ quan ban hành
        [date] ngày ban hành
        [period] thời gian
        [groups] nơi đọc nhóm nội dung
        [group] nhóm nội dung
        [duty] nhiệm vụ
        [event] ngày kỷ niệm, sự kiện
        [report] ngày báo cáo
        [reports] ngày báo cáo
        [item] tin trong bảng
        [day] sự kiện chưa rõ ngày
       *[remark] cần biết
    }
DoubtLine = Dòng { $line }: “{ $words }”
DoubtRead = Tôi đọc là: { $read }
DoubtReadNothing = Tôi chưa đọc được gì ở đây.
DoubtUnsure = Tôi không chắc đã đọc đúng.
DoubtWhy =
    { $about ->
        [text_damaged] Văn bản có chữ bị hỏng.
        [number_blank] Chỗ ghi số còn trống.
        [number_missing] Không thấy số kế hoạch.
        [number_misread] Chữ bị nhầm trong số kế hoạch đã được sửa.
        [number_of_another_document] Số này thuộc văn bản khác.
        [date_blank] Chỗ ghi ngày còn trống.
        [date_missing] Không thấy ngày ban hành.
        [date_misread] Ngày ghi không rõ hoặc không có trong lịch.
        [title_missing] Không thấy tên kế hoạch.
        [issuer_missing] Không thấy tên cơ quan ban hành.
        [issuer_misread] Tên cơ quan được viết theo nhiều cách.
        [issuer_from_text] Tên cơ quan lấy từ thân văn bản, không phải từ tiêu đề.
        [period_computed] Thời gian được suy ra từ lời văn.
        [period_assumed] Văn bản chỉ ghi năm, tôi lấy cả năm.
        [period_missing] Không thấy thời gian thực hiện.
        [heading_misread] Tiêu đề có chữ bị nhầm.
        [numbering_gap] Số thứ tự ở đây bị nhảy hoặc lặp, có thể thiếu một mục.
        [groups_unnumbered] Các nhóm nội dung không đánh số; số là thứ tự trong văn bản.
        [content_section_assumed] Không có mục nào ghi là nội dung, tôi lấy mục gần nhất.
        [content_missing] Không thấy nhóm nội dung nào.
        [group_empty] Chỉ có tiêu đề, không có nội dung.
        [duties_missing] Không thấy nhiệm vụ của các đơn vị.
        [duty_without_body] Tiêu đề nêu công việc, không nêu đơn vị.
        [report_dates_missing] Không thấy ngày báo cáo.
        [report_dates_computed] Ngày báo cáo được suy ra từ lời văn.
        [report_year_assumed] Không ghi năm, tôi lấy năm của kế hoạch.
        [report_time_unclear] Thời hạn báo cáo không phải là ngày.
        [report_date_outside_period] Ngày báo cáo nằm ngoài thời gian kế hoạch.
        [event_without_day] Có sự kiện nhưng không có ngày.
        [anniversary_mismatch] Số năm và ngày không khớp nhau.
        [origin_computed] Năm gốc được tính từ số năm kỷ niệm.
        [row_unread] Dòng này của bảng không đọc được.
       *[item_date_unclear] Thời gian của dòng này không phải là ngày.
    }
ButtonDoubtYes = ✅ Đúng
ButtonDoubtSeen = ✅ Đã xem
ButtonDoubtSkip = Bỏ qua
ButtonDoubtEdit = ✏️ Sửa
ButtonDoubtWrite = ✏️ Ghi vào
ButtonDoubtAgain = Quyết lại
ButtonDoubtLater = Để sau
DoubtSaid =
    { $verdict ->
        [yes] Đã quyết: đúng ({ $name }).
        [skip] Đã quyết: bỏ qua ({ $name }).
       *[edit] Đã sửa thành: { $words } ({ $name }).
    }
DoubtTaken = { $name } vừa quyết điểm này. Xin xem kết quả.
DoubtEditAsk =
    { $kind ->
        [title] Xin viết tên đúng của kế hoạch.
        [number] Xin viết số kế hoạch, như 12/KH-UBND.
        [issuer] Xin viết tên cơ quan ban hành.
        [date] Xin viết ngày ban hành, như 10/01/2026.
        [period] Xin viết ngày đầu và ngày cuối, như 01/01/2026 31/12/2026.
        [group] Xin viết tên đúng của nhóm nội dung.
        [duty] Xin viết tên đơn vị được giao.
        [event] Xin viết ngày và tên, như 27/7/1947: Ngày Thương binh - Liệt sĩ. Chỉ viết ngày thì tên giữ nguyên.
        [report] Xin viết ngày báo cáo, như 10/06/2026.
        [reports] Xin viết các ngày báo cáo, như 10/06/2026, 10/12/2026.
        [item] Xin viết ngày đăng, như 12/05/2026, hoặc tiêu đề đúng.
       *[day] Xin viết ngày và tên, như 20/11/1982: Ngày Nhà giáo Việt Nam.
    }
DoubtEditUnread = Tôi chưa hiểu. { $ask }
DoubtsDone = ✅ Đã quyết hết các điểm chưa chắc.

PlanBodiesHeading = Các đơn vị được kế hoạch giao việc ứng với đơn vị nào của phường? Xin xem từng dòng.
PlanBodiesNone = Kế hoạch này không giao việc cho đơn vị nào.
BodyIs = ✅ { $n }. { $body }: { $unit }
BodySeems = ❔ { $n }. { $body }: có lẽ là { $unit }
BodyUnknown = ▫️ { $n }. { $body }: chưa rõ
BodyNone = ✅ { $n }. { $body }: không phải đơn vị của phường
ButtonAllRight = Đúng cả ({ $n })
ButtonBodyOf = { $n }. { $unit }
BodyNoUnit = chưa rõ
BodyAsk = “{ $body }” là đơn vị nào của phường?
ButtonBodyNone = Không phải đơn vị của phường
ButtonPlanLeads = Ai phụ trách từng nhóm nội dung
PlanLeadsHeading = Đơn vị phụ trách từng nhóm nội dung. Xin xem từng dòng.
LeadIsLine = ✅ { $group }: { $unit }
LeadSeemsLine = ❔ { $group }: có lẽ là { $unit }
LeadUnknownLine = ▫️ { $group }: chưa rõ
LeadAsk = Đơn vị nào phụ trách nhóm nội dung “{ $group }”?

WriteChoosePlan = Tin mới thuộc kế hoạch nào?
ButtonOtherPlan = « Kế hoạch khác
GapYearsRound = { $day }: { $name } ({ $years } năm, năm tròn)
SlotGroupGone = ⚠️ { $group } (không còn trong kế hoạch)
