# To heads of neighbourhoods.

GroupOfAnother = This group is registered for { $name }. If that is wrong, please tell the ward.
GroupKnown = This group is registered for { $name }. You need not do anything more.
GroupAsked = I have sent the request to register the group of { $name }. Please wait for the ward to confirm.
GroupWasRejected = { $ward } has not confirmed this group for { $name }. Please contact the ward. Once it agrees, type /to in the private chat with me to register again.
GroupIsUnits = This is a working group of the ward. Please choose the neighbourhood's group.
GroupNotAdmin = Only an administrator of the group can register it. Please ask one to open this link.
GroupCannotTell = I do not know yet whether you are an administrator of this group. Please open the link again in a minute.
GroupAnonymous = You are anonymous in this group. Please press the button, so that I know who registers it.
ButtonIAmHead = I am the head
HeadOpenPrivate = Please open the private chat so that I can tell you when the ward confirms, and when the group has trouble.
GroupWelcome =
    Hello, neighbours of { $name }. I am the automatic assistant of { $ward }.

    I post the ward's messages here. To ask the ward, type /hoi and your question.

    I do not read other messages in this group.
HeadWelcome =
    Welcome, head of { $name }. { $ward } invites you to register your group.

    Please press one of the two buttons.
ButtonAddToMyGroup = Add the assistant to the group
ButtonRelayInstead = We use Zalo: I will post it myself
HeadGroupReady = The ward has confirmed the group of { $name }. From now on I post the ward's messages there. You need not do anything more.
HeadRelayReady = The ward has confirmed { $name }. I will send you each message here. Please post it in your group and press Posted.
HeadGroupRejected = { $ward } has not confirmed the group of { $name }. Please contact the ward to learn why.
HeadHelp =
    Hello. I am the automatic assistant of { $ward }.

    /to – see your neighbourhood's group
    /chuyengiao – hand over to somebody else
    /hoi – ask the ward
NotHead = This is for heads of neighbourhoods. If you are one, please ask the ward for your link.
NotYourNeighbourhood = This is for the head of that neighbourhood.
RelayAsked = I have sent the request for { $name }. Please wait for the ward to confirm.
RelayKnown = The ward has confirmed it.
RelayFoot = Ask the ward: { $url }
ButtonRelayed = Posted
ButtonNotRelayed = Could not post
ButtonRelayUndo = A mistake: not posted
RelayThanks = Thank you.
RelayDoneNote = Noted: you posted this message. Thank you.
RelayNotPosted = Noted.
RelayFailedNote = Noted: not posted. When you can, post it and press Posted.
RelayTooLate = This message was stopped or is out of date; you need not post it.
StateGood = ✅ Group “{ $title }”: receives messages
StateSilenced = ⚠️ Group “{ $title }”: I may not write. Please let me write again.
StateGone = ⚠️ Group “{ $title }”: I was removed. Please add me again.
StateRelay = ✅ The head posts by hand
StateAsked = ⏳ Waits for the ward to confirm
StateRejected = ▫️ The ward has not confirmed this group
StateNone = ▫️ No group yet
ButtonTakenDown = Taken down
ButtonNotTakenDown = I cannot take it down
ButtonTakenDownUndo = A mistake, I have not taken it down
TakenDownNote = Noted: the message is not in the group. Thank you.
NotTakenDownNote = Noted: you could not take it down. When you can, please press Taken down.
