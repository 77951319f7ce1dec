package columns

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// schemaWords are what files write in a column that tells persons from
// companies from ships.
var schemaWords = words(map[entity.Schema]string{
	entity.Person:       "person|individual|individuals|natural person|natural|human|p|i|ind|private|private person|private individual|private customer|retail|consumer|natürliche person|privatperson|privat|privatkunde|physical person|personne physique|particulier|persona física|persona natural|física|natural person|persona fisica|fisica|pessoa física|pf|natuurlijk persoon|particulier|osoba fizyczna|физлицо|физ. лицо|физическое лицо|физические лица|фл|ф|ип|индивидуальный предприниматель|фізична особа|фоп|gerçek kişi|bireysel|فرد|شخص|شخص طبيعي|شخص حقیقی|حقیقی|个人|個人|自然人|개인",
	entity.Company:      "company|corporate|corporation|business|firm|limited company|co|c|firma|unternehmen|gesellschaft|kapitalgesellschaft|société|entreprise|compañía|empresa|sociedad|società|azienda|impresa|sociedade|bedrijf|spółka|компания|фирма|предприятие|организация коммерческая|компанія|підприємство|şirket|kurumsal|شركة|شرکت|公司|企业|企業|会社|법인|회사|bank|банк",
	entity.Organization: "organization|organisation|org|o|ngo|charity|association|foundation|trust|fund|party|group|organisation non gouvernementale|verein|stiftung|verband|association loi 1901|fondation|asociación|fundación|associazione|fondazione|associação|fundação|vereniging|stichting|stowarzyszenie|fundacja|организация|объединение|фонд|некоммерческая организация|нко|організація|громадська організація|dernek|vakıf|منظمة|جمعية|سازمان|موسسه|组织|組織|团体|団体|단체",
	entity.PublicBody:   "public body|government|government body|government agency|ministry|authority|state body|behörde|öffentliche stelle|autorité publique|organisme public|organismo público|ente pubblico|órgão público|госорган|государственный орган|орган власти|державний орган|kamu kurumu|جهة حكومية|نهاد دولتی|政府机构|政府機関|정부기관",
	entity.LegalEntity:  "legal entity|entity|entities|legal person|legal|juridical person|e|le|juristische person|juristisch|personne morale|persona jurídica|persona moral|jurídica|persona giuridica|giuridica|pessoa jurídica|pj|rechtspersoon|osoba prawna|юрлицо|юр. лицо|юридическое лицо|юридические лица|юл|ю|юридична особа|tüzel kişi|شخص اعتباري|كيان|شخص حقوقی|حقوقی|法人|실체",
	entity.Vessel:       "vessel|ship|vessels|boat|tanker|schiff|navire|bateau|buque|barco|nave|navio|embarcação|schip|statek|судно|корабль|танкер|gemi|سفينة|کشتی|船|船舶|선박",
	entity.Airplane:     "airplane|aircraft|aeroplane|plane|helicopter|flugzeug|luftfahrzeug|avion|aéronef|aeronave|avión|aereo|avião|vliegtuig|samolot|самолет|воздушное судно|вс|вертолет|літак|uçak|طائرة|هواپیما|飞机|航空器|航空機|항공기",
	entity.CryptoWallet: "crypto wallet|cryptowallet|wallet|crypto|crypto address|digital wallet|digital currency address|криптокошелек|кошелек|гаманець|محفظة|کیف پول|钱包|ウォレット|지갑",
	entity.Security:     "security|share|bond|stock|instrument|wertpapier|titre|valor|titolo|ценная бумага|акция|облигация|证券|証券|증권",
	entity.Thing:        "thing|other|unknown|sonstige|autre|otro|altro|outro|прочее|другое|инше|其他",
})

var genderWords = words(map[entity.Gender]string{
	entity.Male:   "m|male|man|mr|männlich|mann|herr|h|homme|masculin|masculino|hombre|v|varón|maschile|maschio|uomo|mannelijk|man|mężczyzna|муж|мужской|м|мужчина|чоловік|чол|чоловіча|erkek|e|ذكر|مرد|مذکر|男|男性|남|남성|남자",
	entity.Female: "f|female|woman|mrs|ms|weiblich|frau|w|femme|féminin|femenino|mujer|feminino|femminile|femmina|donna|vrouw|vrouwelijk|kobieta|k|жен|женский|ж|женщина|жінка|жін|жіноча|kadın|أنثى|زن|مونث|女|女性|여|여성|여자",
	entity.Other:  "other|x|d|divers|diverse|non binary|nonbinary|autre|otro|altro|outro|anders|inna|другой|інша|diğer",
})

var certaintyWords = words(map[entity.Certainty]string{
	entity.FromKnowledge: "from knowledge|general knowledge|knowledge",
	entity.Unverified:    "unverified|not verified|unconfirmed|to be checked",
})

func words[T ~string](in map[T]string) map[string]T {
	out := make(map[string]T)
	for v, list := range in {
		out[key(string(v))] = v
		for _, s := range strings.Split(list, "|") {
			out[key(s)] = v
		}
	}
	return out
}
