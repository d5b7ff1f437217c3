# How posts come into a neighbourhood's group.

ButtonManners = How messages are posted
MannersOf = How messages are posted to “{ $title }”
MannersOpen = ✅ The group gets messages
MannersRests = ⏸ No messages until { $until }. Urgent ones are posted all the same.
MannersSound = 🔔 New messages make a sound
MannersSilent = 🔕 New messages make no sound, except urgent ones
MannersNoPin = Messages are not pinned
MannersPin = 📌 Each message is pinned, days: { $days }
ButtonRest = No messages for a day
ButtonRestEnd = Get messages again
ButtonSilent = Turn the sound off
ButtonSound = Turn the sound on
ButtonPin = Pin each message, days: { $days }
ButtonNoPin = Do not pin messages any more
GroupRests = ⏸ The head of { $name } asks for no messages in the group until { $until }. Urgent ones are posted all the same.
PinRefused = I could not pin a message in “{ $title }” because I have no right to. Messages are still posted. To have them pinned, please let me pin messages and turn it on again with /to.
LineRests = ⏸ { $name }: the head asked for no messages for now

# Whether the groups are well.

ButtonHealth = State of the groups
HealthHeading = Groups that are well: { $good }/{ $all }
HealthAsked = I last looked at { $at }.
HealthGone = ⚠️ { $name }: I am no longer in the group, since { $since }. The head, { $head }, can add me again.
HealthSilenced = ⚠️ { $name }: I may not write, since { $since }. The head, { $head }, can allow it again.
HealthHeadGone = ⚠️ { $name }: I cannot write to the head, { $head }, since { $since }. Please call them.
HealthGood = ✅ { $name }: { $rest }
HealthDoubtful = ▫️ { $name }: { $rest }
HealthMembers = { $n } people
HealthByHand = { $way }, by the head
HealthLast = last post { $at }
HealthNever = no post yet
HealthTopicLost = its topic has been closed since { $at }, posts go to the general one
HealthPins = I may pin
HealthPinsNot = I may not pin
HealthHead = head last seen { $at }
HealthHeadNever = head has never written
TopicLost = The topic for the ward's messages in the group “{ $name }” is closed. From now on they go to the general topic. To choose another one, please open it and type /dangky.
