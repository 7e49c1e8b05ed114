/** Words that stand before and between names without being one, and what initials look like. */

/** "Dr.", "Frau", "Jr". */
export const TITLE =
	/^(?:dr|prof|mr|mrs|ms|miss|mx|sir|dhr|mevr|mw|drs|ir|ing|herr|frau|hr|fr|m|mme|mlle|sr|sra|srta|dipl|mag|don|doña|sig|dott|dra?|ph\.?d|md|dds|dvm|jr|iii?|iv|v|bsc|msc|med|rev|hon)\.?,?$/i;

/** "van", "de la". */
export const PARTICLE =
	/^(?:van|von|de|den|der|ter|ten|du|di|da|do|dos|das|del|della|la|le|el|al|bin|ibn|ben|zu|zum|zur|af|av|y|e|st|mc|o|'t|te|op|in|vander|vanden)$/i;

/** "J.", "A.-M.". */
export const INITIALS = /^(?:\p{Lu}\.?-?){1,3}$/u;

/** Words that are names of people and of everything else; in them a column of one-word values proves nothing. */
export const ALSO_WORDS = new Set(
	"may june april august summer autumn rose lily violet red white black brown green gray blue silver gold young long short north south east west king page price day street field hill stone wood baker cook art bill mark will drew grant chance faith hope joy grace heaven star paris london florence austin jackson dallas houston madison charlotte savannah georgia chad jordan israel virginia carolina dakota montana china india kenya ireland france holland berlin vienna sydney melody harmony major minor max dean earl duke prince baron miller smith mason carter parker porter turner fisher hunter cash rich case buck doe roe fox wolf buddy chase brook river ocean sky sunny stormy misty crystal ruby amber pearl jade opal ginger olive basil rosemary daisy iris ivy fern heather hazel holly laurel myrtle willow ash forest glen dale lane ford royal noble true precious candy cookie angel man woman male female married single other none yes no low high medium new old good bad open closed north".split(
		" ",
	),
);
