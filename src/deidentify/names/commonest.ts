/** Family names that many bear and faker's lists lack, in Latin letters, by language (BCP 47); in lower case. */
export const COMMONEST: Readonly<Record<string, string>> = {
	"ar-Latn":
		"abdullah|abdallah|ahmed|ahmad|ali|amin|awad|aziz|bakr|chaudhry|farouk|haddad|hamdan|hamid|hasan|hassan|hussain|hussein|ibrahim|ismail|karimi|khalil|khan|khoury|mahmoud|malik|mansour|mohamed|mohammed|muhammad|mustafa|najjar|nasser|omar|osman|qureshi|rahman|saleh|salem|sayed|shaikh|sheikh|siddiqui|suleiman|yousef|youssef",
	cs: "benešová|dvořáková|horáková|kučerová|novotná|pokorná|procházková|svobodová|veselá|černá",
	da: "andersen|christensen|hansen|jensen|johansen|jørgensen|kristensen|larsen|madsen|mortensen|nielsen|olsen|pedersen|petersen|poulsen|rasmussen|sørensen|thomsen",
	de: "albrecht|arnold|bauer|baumann|beck|becker|berger|bergmann|braun|brandt|busch|engel|fischer|franke|friedrich|fuchs|graf|groß|günther|haas|hahn|hartmann|heinrich|hermann|herrmann|hoffmann|hofmann|horn|huber|jung|jäger|kaiser|keller|klein|koch|kraus|krause|krämer|krüger|köhler|kühn|lang|lange|lehmann|lorenz|ludwig|maier|martin|mayer|meier|meyer|möller|müller|neumann|otto|peters|pfeiffer|pohl|richter|roth|schmid|schmidt|schmitt|schmitz|schneider|scholz|schreiber|schröder|schubert|schulte|schulz|schulze|schumacher|schuster|schwarz|schäfer|seidel|simon|sommer|stein|thomas|vogel|vogt|voigt|wagner|walter|weber|weiß|werner|winkler|winter|wolff|zimmermann|ziegler",
	"el-Latn":
		"alexiou|antoniou|athanasiou|christodoulou|christou|dimitriou|economou|georgiou|ioannou|karagiannis|karras|konstantinou|makris|markou|michailidis|nikolaidis|nikolaou|oikonomou|panagiotou|papas|pappas|papageorgiou|stavrou|vasileiou|vlahos",
	hi: "agarwal|bose|chatterjee|chopra|choudhary|das|desai|gupta|iyer|jain|joshi|kapoor|kaur|khanna|kulkarni|kumar|mehta|menon|mishra|mukherjee|nair|pandey|patel|pillai|rao|reddy|sharma|singh|sinha|trivedi|varma|verma|yadav",
	hr: "babić|blažević|božić|horvat|jurić|knežević|kovač|kovačević|lovrić|marić|marković|matić|novak|pavić|pavlović|perić|petrović|popović|tomić|vuković|đurić|šarić|šimić",
	id: "gunawan|hidayat|kusuma|lestari|nugroho|pratama|purnama|rahayu|santoso|saputra|setiawan|siregar|suharto|susanto|utami|wahyuni|wibowo|wijaya",
	"ja-Latn":
		"abe|endo|fujita|fujiwara|fukuda|goto|hasegawa|hashimoto|hayashi|ikeda|inoue|ishikawa|ito|kato|kimura|kobayashi|kondo|maeda|matsumoto|mori|murakami|nakajima|nakamura|nishimura|ogawa|okada|saito|sakamoto|sasaki|sato|shimizu|suzuki|takahashi|tanaka|watanabe|yamada|yamaguchi|yamamoto|yamashita|yamazaki|yoshida",
	"ko-Latn":
		"ahn|bae|baek|chang|cho|choi|chung|han|hong|hwang|jang|jeon|jeong|jung|kang|kim|kwon|lee|lim|moon|nam|oh|park|ryu|seo|shin|song|yang|yoo|yoon",
	nl: "beek|berg|bergh|bos|bosch|boer|brouwer|bruijn|burg|dekker|dijk|dijkstra|dongen|doorn|driessen|evers|gerritsen|graaf|groen|groot|haan|hendriks|heuvel|hoekstra|huisman|jacobs|jager|jansen|janssen|jong|jonge|jonker|kok|koning|koster|kramer|kuiper|kuijpers|kuipers|leeuw|leeuwen|linden|maas|martens|meer|meijer|meulen|molen|mol|mulder|overmars|peters|pol|post|postma|prins|prinsen|roos|ruiter|sanders|schipper|scholten|schouten|smeets|smit|smits|smulders|timmermans|veen|velde|verbeek|verhoeven|vermeer|vermeulen|visser|vliet|vos|vries|wal|wijk|willems|willemsen|wit|wolters|zanten|zijlstra",
	"ru-Latn":
		"alekseev|alexeev|andreev|baranov|belov|bogdanov|borisov|egorov|fedorov|filippov|frolov|grigoriev|ivanov|ivanova|kiselev|kozlov|kuznetsov|kuznetsova|lebedev|makarov|medvedev|mikhailov|morozov|nikitin|nikolaev|novikov|orlov|pavlov|petrov|petrova|popov|popova|romanov|semenov|smirnov|smirnova|sokolov|solovyov|sorokin|stepanov|tarasov|titov|vasiliev|vinogradov|volkov|vorobyov|yakovlev|zaitsev|zakharov",
	vi: "bui|cao|dang|dinh|do|doan|duong|ho|hoang|huynh|lam|le|luong|ly|mai|ngo|nguyen|pham|phan|phung|ta|tran|trinh|truong|vo|vu",
	"zh-Latn":
		"cai|cao|chen|cheng|deng|ding|du|fan|fang|feng|fu|gao|guo|han|he|hu|huang|jiang|li|liang|lin|liu|lu|luo|lv|ma|pan|peng|qian|shen|shi|song|su|sun|tan|tang|tian|wang|wei|wu|xiao|xie|xu|yan|yang|yao|ye|yu|yuan|zeng|zhang|zhao|zheng|zhong|zhou|zhu|zou",
};
