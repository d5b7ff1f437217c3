# Approval policies, cards, deadlines, several messages at once.

ButtonConsent = The facts are right
ConsentedToast = Noted that you agree. The message has everything it needs.
ApprovedLacks = Noted. The message still needs: { $lacks }.
LackReturned = a new version after it was sent back
LackPeople = { $n ->
    [one] { $n } approver
   *[other] { $n } approvers
}
LackConsent = the word of { $unit }
CardLacks = Still needed: { $lacks }
CardLacksUntil = Still needed: { $lacks } · until { $due }
CardWhole = The whole text:
CardComplete = ✅ The message has every word that it needs.
AuthorComplete = ✅ Message { $number } has every word that it needs. Posted at: { $at }.
AuthorFallen = ⚠️ Message { $number } cannot be posted yet because it now needs: { $lacks }. I have asked again; there is nothing you have to do.
RolesEndedFallen = { $n } approved messages that have not been posted wait for approval again.
ResumeNotApproved = Those who approved this message no longer hold the role, so the rest cannot go on. Please cancel the rest and write a new message.
ChangesSince = ✏️ Changed since version { $version }:
ChangedLooks = • Looks or links
ChangedPhotoAdded = • A picture or file was added
ChangedPhotoRemoved = • The picture or file was taken out
ChangedPhoto = • Another picture or file
ChangedTo = • { $what }
ChangedTime = • Time of posting: { $at }
ChangedAudience = • Who gets it
ChangedEnglish = • The English text:
ChangedSource = • The source
ChangedNothing = Nothing changed.
ChangedNoWords = The words are the same.
ApprovalReminder = ⏰ Message { $number } waits for your word until { $due }.
ButtonOpenCard = Open message { $number }
ApprovalLate = ⏰ Message { $number } is late for approval ({ $due }) and still needs: { $lacks }. There is no deputy to ask; an administrator can name one in /phuong, Approval rules.
ApprovalLateDeputy = ⏰ Message { $number } is late for approval ({ $due }) and still needs: { $lacks }. I have asked { $name } instead.
ApprovalList = { $n } messages wait for you. Please open each; those opened have ✅.
ApprovalListLine = { $place }. { $mark } Message { $number }, version { $version } · { $group } · { $words }
ButtonOpenListed = Open { $place }
ButtonApproveSeen = Approve all { $n } that I have seen
SeenNothing = You have not opened any message that waits. Please send /duyet and open each.
SeenChanged = The list has just changed, so I have approved nothing. Please look again.
SeenDone = What happened:
SeenApproved = ✅ Message { $number }: approved. Posted at: { $at }.
SeenLacks = ☑️ Message { $number }: noted, still needs { $lacks }.
SeenRefused = ⚠️ Message { $number }: not approved. { $why }
ButtonRules = Approval rules
RulesHeading = Approval rules of each content group. Groups with ✅ have their own; the others follow the ward's.
ButtonRuleWard = The ward's rule
RuleWard = The ward's rule
RuleIsWards = Follows the ward's rule. Choosing something below gives it its own.
RuleNeeded = Approvers: { $n } (the author not counted)
RuleAdministers = The second one: an approver or an administrator
RuleOnlyApprovers = The second one: an approver
RuleUnit = Unit that agrees with the facts: { $unit }
RuleNoUnit = Unit that agrees with the facts: none
RuleTerm = Time for approval: { $term }
RuleDeputy = Deputy: { $name }
RuleNoDeputy = Deputy: nobody yet
RuleTooFew = ⚠️ The ward has only { $n } people who may approve, which is too few. Please invite more under Staff.
RuleNoOfficers = ⚠️ { $unit } has no officer here. Please invite one under Staff.
RuleDeputyGone = ⚠️ The deputy is no approver any more. Please choose somebody else.
RuleApplied = ✅ Changed, also for what has not been posted: { $fallen } wait for approval again, { $complete } have everything now.
ButtonRuleNeeded = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
ButtonRuleAdministers = Administrator as the second
TermHours4 = 4 working hours
TermDay1 = 1 working day
TermDays2 = 2 working days
ButtonRuleUnit = Unit that agrees
ButtonRuleDeputy = Deputy
RulePickUnit = Officers of which unit say that the facts are right before it is posted?
RulePickDeputy = Who approves where approvers are away or late?
ButtonRuleNoUnit = None
ButtonRuleNoDeputy = Nobody
