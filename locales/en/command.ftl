# The command line.

CliHelp =
    {"Loa"} – the ward's loudspeaker that listens

    Usage: loa COMMAND. Where there are several wards, add --ward NAME.

      init --ward NAME [--issuer NAME]   make a ward, print the first administrator's link
      run                              the service
      check                            what is right and wrong before the first run
      config                           print the configuration, secrets hidden
      invite                           print a new link for an administrator
      plan import FILE [--dry-run] [--format json]   import a plan
      route TEXT | --batch FILE.tsv    which unit answers, and why
      routes export [FILE] | import FILE [--dry-run]   the ward's own routes
      neighbourhoods export FILE.xlsx | import FILE.xlsx [--dry-run]   the directory of neighbourhoods
      deadline --asked TIME --kind KIND [--paused A..B]… --explain [--format json]   by when, and how it was counted
      coverage [--post ID] [--history] [--format json]   who has a post, who has not, why
      coverage --week DAY [--format json]   a whole week, by neighbourhood and content group
      coverage … --xlsx FILE   the same as an Excel file
      gaps [--days N] [--format json]  what is missing in the days ahead
      audit verify                     check the audit log
      backup FILE                      copy the data, also while the service runs
      restore FILE                     bring a copy back, while the service is stopped
      sandbox [--port N] [--limits off|telegram|window|bucket|ban]   a server to try things on, with a chat page
      demo [--script] [--plan FILE] [--port N]   see all of it, without a network
CliUnknown = There is no “{ $word }”. Type: loa --help
CliWhichWard = There are { $n } wards here. Please add --ward NAME to choose one.
CliNoSuchWard = It is not clear which of { $n } wards “{ $name }” is. Please write its whole name.
CliMissing = { $what } is missing. Type: loa --help
CliBadValue = “{ $value }” is no value for { $what }. Type: loa --help
InitDone = { $ward } is set up in { $database }.
InitLink =
    The first administrator opens this link; it works once, for 14 days:
    { $url }
InitCode =
    There is no bot token, or the platform was not reached. The first administrator sends the bot, once, within 14 days:
    /start { $code }
InitExists = { $ward } exists; nothing was changed. Type loa invite for a new administrator's link.
NoWard = There is no ward yet. Type: loa init --ward "Phường …"
NoToken = There is no bot token. Please set LOA_TELEGRAM_TOKEN or LOA_TELEGRAM_TOKEN_FILE.
WrongToken = The platform does not know this bot token. Please check LOA_TELEGRAM_TOKEN.
NoNetwork = The platform cannot be reached ({ $why }). Please check the network.
NotWritable = { $path } cannot be written ({ $why }). Please check the folder's permissions.
InUse = Another instance is using { $path } (it runs, or restores). Please stop it first, or wait for the restore to end.
DatabaseProblem = There is a problem with the database: { $why }. Please check LOA_DATABASE_URL.
ConfigProblem = The configuration is not right: { $why }.
FileProblem = { $path } cannot be read ({ $why }).
FileExists = The file { $path } is there already. Please choose another name.
NoDatabase = There is no data of Loa in { $path }. Please check LOA_DATABASE_URL.
BackupDone = Copied to { $path }: { $kilobytes } kB, the data of { $at }.
NotABackup = { $path } is no whole copy of Loa's data ({ $why }); nothing was changed. Please choose another copy.
BackupNewer = { $path } was made by a later version of Loa; nothing was changed. Please update Loa first.
BackupOfOther = { $path } is a copy of { $holds } and cannot be restored to { $here }; nothing was changed. Please check LOA_DATABASE_URL.
RestoreDone = Restored from { $path }. When Loa runs again, messages that may have been posted wait for a decision.
RestoreKept = Restored from { $path }; the data from before is in { $kept }. When Loa runs again, messages that may have been posted wait for a decision.
Conflict = Another program takes this bot's updates. Please stop it.
NoWebhookSecret = There is a telegram.webhook_url but no good webhook secret. Please set telegram.webhook_secret_file: 16 to 256 letters, digits, _ or -.
CannotListen = The address { $address } cannot be listened on ({ $why }). Please set another LOA_WEB_LISTEN.
RunReady = Loa is running for { $ward }, bot @{ $bot }, data in { $database }. Press Ctrl+C to stop.
RunStopped = Loa has stopped; everything unfinished is stored.
CheckGood = ✅ { $what }
CheckBad = ❌ { $what }
CheckDatabase = Database: { $database }
CheckWard = Ward: { $ward }
CheckBot = Bot: @{ $bot }
CheckAdministrators = Administrators: { $n }
CheckNoAdministrator = There is no administrator. Type: loa invite
CheckUnits = Units with a chat: { $n } of { $all }
CheckNoOffice = The office (VP) has no chat. Connect one in /phuong.
CheckNeighbourhoods = Registered neighbourhoods: { $n } of { $all }
CheckPlan = Content groups of the plan: { $n }
CheckNoPlan = There is no plan yet. Type: loa plan import FILE
CheckOutage = Telegram has not answered since { $since }: { $n } messages are waiting, the oldest since { $oldest }. The service keeps trying and sends them.
CheckOutageEmpty = Telegram has not answered since { $since }. The service keeps trying.
PlanSummary =
    Plan: { $title }
    Number: { $number }
    Issuer: { $issuer }
    Date: { $date }
    Period: { $period }
PlanBlank = blank
PlanGroupLine =   line { $line }: { $number } { $name }
PlanReportLine =   line { $line }: report due { $date }
PlanDoubtLine =   line { $line }: to be checked ({ $about })
PlanGroupsHeading = Content groups: { $n }
PlanReportsHeading = Report dates: { $n }
PlanDoubtsHeading = Places to check: { $n }
# Other findings of a plan
PlanFindingLine =   line { $line }: { $what }
PlanDutiesHeading = Duties: { $n }
PlanEventsHeading = Anniversaries and events: { $n }
PlanAimsHeading = Targets: { $n }
PlanBasesHeading = Grounds: { $n }
PlanReceiversHeading = Receivers: { $n }
PlanChannelsHeading = Channels: { $n }
PlanItemsHeading = Messages in the table: { $n }
PlanDry = This was a dry run; nothing was imported.
PlanStored = The plan is imported.
RouteLine = { $label } ({ $percent } %), because of: { $why }
RouteNear = Nearest after that: { $near }
RouteNothing = no words decided
DeadlineDue = Answer at the latest: { $due }
DeadlinePart = { $from } – { $to }: { $minutes } minutes ({ $why })
WhyOpen = working time
WhyExtension = extension
WhyPaused = waiting for the asker
WhyEndOfDay = end of the working day
WhyLunch = lunch
WhyNight = outside office hours
WhyWeekend = weekend
WhyHoliday = day off: { $name }
CoverageReached = Reached { $covered } of { $all } neighbourhoods
CoverageNone = Nothing has been posted yet.
AuditWhole = The audit log is whole: { $n } entries.
AuditBroken = The audit log was changed at entry { $n }.
SandboxReady =
    Sandbox: open { $url } for the chat page.
    Run loa against it: LOA_TELEGRAM_API_URL={ $url } LOA_TELEGRAM_TOKEN={ $token }
DemoReady = Open { $url } in a browser to try it. Press Ctrl+C to stop.
DemoPortTaken = Port { $port } is in use. Please choose another with --port.
CorrectionReached = Correction: done in { $done }/{ $groups } groups
RecallReached = Recall: done in { $done }/{ $groups } groups

# A ward's own routes, as a file.
RoutesExported = The routes were written to { $path }.
RoutesDry = The file can be used ({ $fields } fields). Only looked at, nothing was changed.
RoutesStored = The routes were replaced ({ $fields } fields). A running service uses them within seconds.
RoutesShape = Line { $line } of the routes file cannot be read ({ $why }). Please correct it and import the file again.
RoutesNoCatchAll = The unit for everything else (catch_all) is “{ $unit }”, which is not in units. Please name one of units.
RoutesUnknownUnit = “{ $place }” names the unit “{ $unit }”, which is not in units. Please correct the code.
RoutesNotInWard = The ward has no unit “{ $unit }”. Please correct the code or take it out of units.
RoutesDuplicateField = The field “{ $field }” occurs twice. Please make it one.
RoutesUnreachable = Nothing leads to the field “{ $field }” any more. Please keep at least one word in strong or usual.
RoutesDuplicatePhrase = “{ $phrase }” is there already for { $label }. Please write it once only.
RoutesContradiction = “{ $phrase }” decides for another unit already. Please take it out there first.
RoutesEmptyGroup = The content group { $group } has no units. Please name at least one.
RoutesPhrase = The phrase “{ $phrase }” cannot be read. Please write words with spaces between them, without “~” at the beginning or the end.
