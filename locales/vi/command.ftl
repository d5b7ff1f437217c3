# Dòng lệnh.

CliHelp =
    {"Loa"} – loa phường biết lắng nghe

    Cách dùng: loa LỆNH. Nơi có nhiều phường thì thêm --ward TÊN.

      init --ward TÊN [--issuer TÊN]   lập phường, in liên kết cho quản trị viên đầu tiên
      run                              chạy dịch vụ
      check                            kiểm tra trước khi chạy
      config                           in cấu hình đang dùng, che bí mật
      invite                           in liên kết mới cho một quản trị viên
      plan import TỆP [--dry-run] [--format json]   nhập kế hoạch
      route CÂU | --batch TỆP.tsv      câu hỏi thuộc đơn vị nào, vì sao
      routes export [TỆP] | import TỆP [--dry-run]   bảng phân luồng của phường
      neighbourhoods export TỆP.xlsx | import TỆP.xlsx [--dry-run]   danh bạ tổ dân phố
      deadline --asked GIỜ --kind LOẠI [--paused A..B]… --explain [--format json]   thời hạn và cách tính
      coverage [--post MÃ] [--history] [--format json]   tổ nào đã nhận tin, tổ nào chưa
      coverage --week NGÀY [--format json]   cả tuần, theo tổ và nhóm nội dung
      coverage … --xlsx TỆP   như trên, ra tệp Excel
      gaps [--days N] [--format json]  những việc còn thiếu trong các ngày tới
      audit verify                     kiểm tra sổ nhật ký
      backup TỆP                       sao lưu dữ liệu, cả khi dịch vụ đang chạy
      restore TỆP                      khôi phục từ bản sao, khi dịch vụ đã dừng
      sandbox [--port N] [--limits off|telegram|window|bucket|ban]   máy chủ thử, có trang chat
      demo [--script] [--plan TỆP] [--port N]   xem thử toàn bộ, không cần mạng
CliUnknown = Không có “{ $word }”. Gõ: loa --help
CliWhichWard = Ở đây có { $n } phường. Xin thêm --ward TÊN để chọn một phường.
CliNoSuchWard = Không rõ “{ $name }” là phường nào trong { $n } phường. Xin viết đủ tên phường.
CliMissing = Thiếu { $what }. Gõ: loa --help
CliBadValue = “{ $value }” không dùng được cho { $what }. Gõ: loa --help
InitDone = Đã lập { $ward } trong { $database }.
InitLink =
    Quản trị viên đầu tiên mở liên kết này, dùng một lần, trong 14 ngày:
    { $url }
InitCode =
    Chưa có mã bot (token) hoặc chưa kết nối được. Quản trị viên đầu tiên nhắn cho bot, dùng một lần, trong 14 ngày:
    /start { $code }
InitExists = Đã có { $ward }, không thay đổi gì. Gõ loa invite để lấy liên kết quản trị viên mới.
NoWard = Chưa có phường nào. Gõ: loa init --ward "Phường …"
NoToken = Chưa có mã bot (token). Xin đặt LOA_TELEGRAM_TOKEN hoặc LOA_TELEGRAM_TOKEN_FILE.
WrongToken = Nền tảng không nhận mã bot (token) này. Xin xem lại LOA_TELEGRAM_TOKEN.
NoNetwork = Chưa kết nối được tới nền tảng ({ $why }). Xin xem lại mạng.
NotWritable = Không ghi được { $path } ({ $why }). Xin xem lại quyền của thư mục.
InUse = Một loa khác đang dùng { $path } (đang chạy hoặc đang khôi phục). Xin dừng loa đó trước, hoặc chờ khôi phục xong.
DatabaseProblem = Cơ sở dữ liệu có trục trặc: { $why }. Xin xem lại LOA_DATABASE_URL.
ConfigProblem = Cấu hình chưa đúng: { $why }.
FileProblem = Không đọc được { $path } ({ $why }).
FileExists = Đã có tệp { $path }. Xin chọn tên khác.
NoDatabase = Chưa có dữ liệu của loa trong { $path }. Xin xem lại LOA_DATABASE_URL.
BackupDone = Đã sao lưu vào { $path }: { $kilobytes } kB, dữ liệu lúc { $at }.
NotABackup = { $path } không phải bản sao nguyên vẹn của loa ({ $why }); chưa thay đổi gì. Xin chọn bản sao khác.
BackupNewer = { $path } do bản loa mới hơn tạo; chưa thay đổi gì. Xin cập nhật loa trước.
BackupOfOther = { $path } là bản sao của { $holds }, không khôi phục được vào { $here }; chưa thay đổi gì. Xin xem lại LOA_DATABASE_URL.
RestoreDone = Đã khôi phục từ { $path }. Khi loa chạy lại, tin nào có thể đã đăng sẽ chờ người quyết định.
RestoreKept = Đã khôi phục từ { $path }; dữ liệu trước đó ở { $kept }. Khi loa chạy lại, tin nào có thể đã đăng sẽ chờ người quyết định.
Conflict = Một chương trình khác đang nhận tin của bot này. Xin dừng chương trình đó.
NoWebhookSecret = Đã có telegram.webhook_url nhưng chưa có khóa webhook đúng. Xin đặt telegram.webhook_secret_file: từ 16 đến 256 chữ cái không dấu, chữ số, dấu _ hoặc dấu -.
CannotListen = Chưa mở được địa chỉ { $address } ({ $why }). Xin đặt LOA_WEB_LISTEN khác.
RunReady = Loa đang chạy cho { $ward }, bot @{ $bot }, dữ liệu { $database }. Nhấn Ctrl+C để dừng.
RunStopped = Loa đã dừng, mọi việc dở dang đã được lưu.
CheckGood = ✅ { $what }
CheckBad = ❌ { $what }
CheckDatabase = Cơ sở dữ liệu: { $database }
CheckWard = Phường: { $ward }
CheckBot = Bot: @{ $bot }
CheckAdministrators = Quản trị viên: { $n }
CheckNoAdministrator = Chưa có quản trị viên. Gõ: loa invite
CheckUnits = Đơn vị có nhóm chat: { $n }/{ $all }
CheckNoOffice = Văn phòng (VP) chưa có nhóm chat. Xin gắn nhóm trong /phuong.
CheckNeighbourhoods = Tổ dân phố đã đăng ký: { $n }/{ $all }
CheckPlan = Nhóm nội dung của kế hoạch: { $n }
CheckNoPlan = Chưa nhập kế hoạch. Gõ: loa plan import TỆP
CheckOutage = Không liên lạc được với Telegram từ { $since }: { $n } tin đang chờ, tin cũ nhất từ { $oldest }. Dịch vụ tự thử lại và gửi bù.
CheckOutageEmpty = Không liên lạc được với Telegram từ { $since }. Dịch vụ tự thử lại.
PlanSummary =
    Kế hoạch: { $title }
    Số: { $number }
    Cơ quan ban hành: { $issuer }
    Ngày: { $date }
    Thời gian: { $period }
PlanBlank = để trống
PlanGroupLine =   dòng { $line }: { $number } { $name }
PlanReportLine =   dòng { $line }: báo cáo ngày { $date }
PlanDoubtLine =   dòng { $line }: cần xem lại ({ $about })
PlanGroupsHeading = Nhóm nội dung: { $n }
PlanReportsHeading = Ngày báo cáo: { $n }
PlanDoubtsHeading = Chỗ cần xem lại: { $n }
# Những điều khác trong kế hoạch
PlanFindingLine =   dòng { $line }: { $what }
PlanDutiesHeading = Nhiệm vụ của các đơn vị: { $n }
PlanEventsHeading = Ngày kỷ niệm, sự kiện: { $n }
PlanAimsHeading = Chỉ tiêu: { $n }
PlanBasesHeading = Căn cứ: { $n }
PlanReceiversHeading = Nơi nhận: { $n }
PlanChannelsHeading = Kênh thông tin: { $n }
PlanItemsHeading = Tin trong bảng: { $n }
PlanDry = Chỉ xem thử, chưa nhập gì.
PlanStored = Đã nhập kế hoạch.
RouteLine = { $label } ({ $percent } %), vì: { $why }
RouteNear = Gần nhất sau đó: { $near }
RouteNothing = không có từ nào quyết định
DeadlineDue = Trả lời chậm nhất: { $due }
DeadlinePart = { $from } – { $to }: { $minutes } phút ({ $why })
WhyOpen = giờ làm việc
WhyExtension = gia hạn
WhyPaused = chờ người hỏi
WhyEndOfDay = hết ngày làm việc
WhyLunch = nghỉ trưa
WhyNight = ngoài giờ
WhyWeekend = cuối tuần
WhyHoliday = nghỉ: { $name }
CoverageReached = Đã tới { $covered }/{ $all } tổ dân phố
CoverageNone = Chưa có tin nào được đăng.
AuditWhole = Sổ nhật ký nguyên vẹn: { $n } dòng.
AuditBroken = Sổ nhật ký bị thay đổi tại dòng { $n }.
SandboxReady =
    Máy thử: mở { $url } để dùng trang chat.
    Chạy loa với máy thử này: LOA_TELEGRAM_API_URL={ $url } LOA_TELEGRAM_TOKEN={ $token }
DemoReady = Mở { $url } trong trình duyệt để dùng thử. Nhấn Ctrl+C để dừng.
DemoPortTaken = Cổng { $port } đang được dùng. Xin chọn cổng khác bằng --port.
CorrectionReached = Đính chính: đã sửa { $done }/{ $groups } nhóm
RecallReached = Thu hồi: đã thu hồi ở { $done }/{ $groups } nhóm

# Phân luồng của riêng phường, dạng tệp.
RoutesExported = Đã ghi bảng phân luồng vào { $path }.
RoutesDry = Tệp dùng được ({ $fields } lĩnh vực). Chỉ xem thử, chưa đổi gì.
RoutesStored = Đã thay bảng phân luồng ({ $fields } lĩnh vực). Dịch vụ đang chạy dùng bảng mới sau vài giây.
RoutesShape = Không đọc được dòng { $line } của tệp phân luồng ({ $why }). Xin sửa dòng này rồi nhập lại.
RoutesNoCatchAll = Đơn vị nhận câu hỏi còn lại (catch_all) là “{ $unit }”, không có trong units. Xin chọn một đơn vị trong units.
RoutesUnknownUnit = “{ $place }” ghi đơn vị “{ $unit }”, không có trong units. Xin sửa lại mã đơn vị.
RoutesNotInWard = Phường không có đơn vị “{ $unit }”. Xin sửa lại mã hoặc bỏ khỏi units.
RoutesDuplicateField = Lĩnh vực “{ $field }” có hai lần. Xin gộp lại làm một.
RoutesUnreachable = Lĩnh vực “{ $field }” không còn từ nào dẫn tới. Xin giữ ít nhất một từ trong strong hoặc usual.
RoutesDuplicatePhrase = “{ $phrase }” đã có cho { $label }. Xin chỉ ghi một lần.
RoutesContradiction = “{ $phrase }” đã là từ quyết định của một đơn vị khác. Xin bỏ ở một bên trước.
RoutesEmptyGroup = Nhóm nội dung { $group } không có đơn vị nào. Xin ghi ít nhất một đơn vị.
RoutesPhrase = Cụm từ “{ $phrase }” không đọc được. Xin viết các từ cách nhau bằng dấu cách, không bắt đầu hay kết thúc bằng “~”.
