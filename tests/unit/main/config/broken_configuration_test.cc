#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "config_fixture.h"
#include "main/config/configuration.h"

// A table of broken configurations: what is changed in the good file, and the one problem that must come of it.
namespace curfew::config {
namespace {

struct Broken {
  const char* name;
  const char* from;  // this part of the good file …
  const char* to;    // … is replaced by this
  int line;          // 0: the file as a whole
  const char* key;
  const char* says;  // part of the text

  friend void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }
};

constexpr const char* kListen = "listen = \"127.0.0.1:8080\"";
constexpr const char* kSandbox = "kind = \"sandbox\"";
constexpr const char* kBuiltin = "kind = \"builtin\"";
constexpr const char* kMaildir = "kind = \"maildir\"\npath = \"mail\"";
constexpr const char* kArn = "arn = \"arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5\"";
constexpr const char* kRisk = "risk = \"low\"\n";

const std::vector<Broken>& table() {
  static const std::vector<Broken> kTable = {
      // Syntax.
      {"NoToml", kListen, "listen = ", 2, "", "is no valid TOML"},
      {"KeyTwice", kListen, "listen = \"127.0.0.1:1\"\nlisten = \"127.0.0.1:2\"", 3, "", "is no valid TOML"},
      {"SectionTwice", "[store]", "[server]", 3, "", "is no valid TOML"},

      // Sections and keys that do not exist.
      {"UnknownSection", "[server]", "[sever]\nx = 1\n[server]", 1, "sever", "Did you mean \"server\"?"},
      {"UnknownSectionNowhereNear", "[server]", "[kitchen]\n[server]", 1, "kitchen", "there is no such section."},
      {"UnknownKey", kListen, "lisen = \"127.0.0.1:8080\"", 2, "server.lisen", "Did you mean \"listen\"?"},
      {"UnknownKeyNowhereNear", kListen, "colour = \"red\"", 2, "server.colour", "there is no such key."},
      {"AbbreviatedKey", kListen, "certificate = \"x\"", 2, "server.certificate", "Did you mean \"tls_certificate\"?"},
      {"KeyOfAnotherKind", "path = \"mail\"", "path = \"mail\"\nurl = \"smtp://localhost\"", 13, "mail.url",
       "there is no such key for kind \"maildir\""},
      {"TopLevelKey", "[server]", "listen = \"127.0.0.1:8080\"\n[server]", 1, "listen", "there is no such section"},
      {"SectionIsAValue", "[server]\nlisten = \"127.0.0.1:8080\"", "server = 1", 1, "server", "must be a section"},
      {"BlockIsASection", "[[accounts]]", "[accounts]", 14, "accounts", "[[accounts]] in two brackets"},
      {"UnknownKeyInBlock", "name = \"Audit\"", "name = \"Audit\"\nacount = \"1\"", 16, "accounts[1].acount",
       "there is no such key"},

      // What later versions have.
      {"DigestHour", "[mail]", "[notices]\ndigest_hour = 8\n[mail]", 11, "notices.digest_hour",
       "does not have this setting"},

      // Missing.
      {"NoStore", "[store]\nkind = \"sqlite\"\npath = \"curfew.db\"\n", "", 0, "store",
       "the section [store] is missing"},
      {"NoSignIn", "[sign_in]\nkind = \"builtin\"\n", "", 0, "sign_in", "the section [sign_in] is missing"},
      {"NoKind", "kind = \"sqlite\"\n", "", 3, "store.kind", "Write kind = \"sqlite\""},
      {"NoPath", "path = \"curfew.db\"\n", "", 3, "store.path", "is missing"},
      {"NoFrom", "from = \"access@example.com\"\n", "", 10, "mail.from", "is missing"},
      {"NoAccounts", "[[accounts]]\nname = \"Audit\"\nid = \"329668418788\"\n", "", 0, "accounts",
       "Add a block [[accounts]]"},
      {"NoAccountId", "id = \"329668418788\"\n", "", 14, "accounts[1].id", "is missing"},
      {"NoAccountName", "name = \"Audit\"\n", "", 14, "accounts[1].name", "is missing"},
      {"NoRisk", kRisk, "", 17, "permission_sets[1].risk", "Write \"high\" if a manager has to approve"},
      {"NoArn", kArn, "", 17, "permission_sets[1].arn", "is missing"},
      {"NoAwsName", "aws_name = \"JIT-S3FullAccess\"\n", "", 17, "permission_sets[1].aws_name", "is missing"},

      // Types.
      {"TextForNumber", "[mail]", "[limits]\ncaller_burst = \"400\"\n[mail]", 11, "limits.caller_burst",
       "must be a whole number from 1 to 1000000"},
      {"FloatForNumber", "[mail]", "[limits]\ncaller_burst = 4.5\n[mail]", 11, "limits.caller_burst",
       "must be a whole number"},
      {"NumberForText", kListen, "listen = 8080", 2, "server.listen", "must be a text in quotes"},
      {"TextForBoolean", kBuiltin, "kind = \"builtin\"\nrequire_verified_email = \"no\"", 10,
       "sign_in.require_verified_email", "must be true or false, without quotes"},
      {"TextForList", kListen, "allowed_origins = \"https://a.example\"", 2, "server.allowed_origins",
       "must be a list of texts"},
      {"MixedList", kListen, "allowed_origins = [\"https://a.example\", 1]", 2, "server.allowed_origins",
       "must be a list of texts"},
      {"EmptyText", "path = \"curfew.db\"", "path = \"\"", 5, "store.path", "is empty"},
      {"LineBreakInText", "from = \"access@example.com\"", "from = \"access@example.com\"\nfrom_name = \"A\\nB\"", 14,
       "mail.from_name", "control character"},
      {"NumberForDuration", "[mail]", "[policy]\npending_lapse = 480\n[mail]", 11, "policy.pending_lapse",
       "a duration with its unit"},
      {"DurationWithoutUnit", "[mail]", "[policy]\npending_lapse = \"480\"\n[mail]", 11, "policy.pending_lapse",
       "a duration with its unit"},

      // Ranges.
      {"LapseTooShort", "[mail]", "[policy]\npending_lapse = \"59s\"\n[mail]", 11, "policy.pending_lapse",
       "from \"1m\" to \"7d\""},
      {"LapseInMilliseconds", "[mail]", "[policy]\npending_lapse = \"60001ms\"\n[mail]", 11, "policy.pending_lapse",
       "must be whole seconds"},
      {"GrantingLimitTooLong", "[mail]", "[policy]\ngranting_limit = \"61m\"\n[mail]", 11, "policy.granting_limit",
       "from \"1m\" to \"1h\""},
      {"NoRequestsAtAll", "[mail]", "[limits]\nrequests_per_second = 0\n[mail]", 11, "limits.requests_per_second",
       "from 1 to"},
      {"BodyTooLarge", "[mail]", "[limits]\nbody_bytes = 1048577\n[mail]", 11, "limits.body_bytes",
       "from 1024 to 1048576"},
      {"ReconcileTooOften", "[mail]", "[reconcile]\nevery_minutes = 4\n[mail]", 11, "reconcile.every_minutes",
       "from 5 to 1440"},
      {"ReconcileInAModeMadeUp", "[mail]", "[reconcile]\nmode = \"repair\"\n[mail]", 11, "reconcile.mode",
       "must be \"off\" or \"report\" or \"notify\" or \"enforce\""},
      {"ReconcileWithAnUnknownKey", "[mail]", "[reconcile]\ntake_standing = true\n[mail]", 11,
       "reconcile.take_standing", "there is no such key"},
      {"NegativeExpiry", kBuiltin, "kind = \"builtin\"\npassword_expiry_days = -1", 10, "sign_in.password_expiry_days",
       "from 0 to 3650"},
      {"DurationBelowFiveMinutes", kRisk, "risk = \"low\"\nmax_duration_minutes = 4\n", 22,
       "permission_sets[1].max_duration_minutes", "from 5 to 60"},
      {"DurationBeyondTheHour", kRisk, "risk = \"low\"\nmax_duration_minutes = 61\n", 22,
       "permission_sets[1].max_duration_minutes", "from 5 to 60"},
      {"SessionTooLong", kRisk, "risk = \"low\"\nmax_session = \"13h\"\n", 22, "permission_sets[1].max_session",
       "from \"1h\" to \"12h\""},

      // Words and shapes.
      {"RiskInCapitals", kRisk, "risk = \"LOW\"\n", 21, "permission_sets[1].risk",
       "is \"LOW\"; it must be \"low\" or \"high\""},
      {"RiskMadeUp", kRisk, "risk = \"none\"\n", 21, "permission_sets[1].risk", "must be \"low\" or \"high\""},
      {"AccountIdTooShort", "329668418788", "32966841878", 16, "accounts[1].id", "12 digits"},
      {"AccountIdIsANumber", "\"329668418788\"", "329668418788", 16, "accounts[1].id", "must be a text in quotes"},
      {"NameWithSpace", "\"Audit\"", "\"Audit Log\"", 15, "accounts[1].name", "the name for people goes into title"},
      {"ArnOfARole", kArn, "arn = \"arn:aws:iam::329668418788:role/Admin\"", 19, "permission_sets[1].arn",
       "is no permission set's ARN"},
      {"AwsNameTooLong", "JIT-S3FullAccess", "JIT-S3FullAccess-with-far-too-long-a-name", 20,
       "permission_sets[1].aws_name", "1 to 32"},
      {"FromIsNoAddress", "access@example.com", "Curfew <access@example.com>", 13, "mail.from",
       "is no plain e-mail address"},
      {"NoticeToNobody", "[mail]", "[notices]\nto = [\"managers\"]\n[mail]", 11, "notices.to",
       "\"managers\" is no plain e-mail address"},
      {"PoolIdOfAnotherShape", kBuiltin, "kind = \"builtin\"\npool_id = \"curfew\"", 10, "sign_in.pool_id",
       "\"local_curfew\""},
      {"GroupsOfItsOwn", kBuiltin, "kind = \"builtin\"\nmanagers_group = \"Chiefs\"", 10, "sign_in.managers_group",
       "there is no such key for kind"},
      {"StartUrlInClear", kSandbox, "kind = \"sandbox\"\nstart_url = \"http://x.awsapps.com/start\"", 8,
       "identity_center.start_url", "https://"},

      // What must not stand twice.
      {"AccountNameTwice", "[[permission_sets]]",
       "[[accounts]]\nname = \"Audit\"\nid = \"111111111111\"\n[[permission_sets]]", 18, "accounts[2].name",
       "\"Audit\" stands already at"},
      {"AccountIdTwice", "[[permission_sets]]",
       "[[accounts]]\nname = \"Again\"\nid = \"329668418788\"\n[[permission_sets]]", 19, "accounts[2].id",
       "curfew.toml:16."},
      {"ArnTwice", kRisk,
       "risk = \"low\"\n[[permission_sets]]\nname = \"B\"\n"
       "arn = \"arn:aws:sso:::permissionSet/ssoins-7223a1b2c3d4e5f6/ps-7223ce50e09c4ba5\"\naws_name = \"B\"\n"
       "risk = \"high\"\n",
       24, "permission_sets[2].arn", "stands already at"},
      {"ArnOfAnotherInstance", kRisk,
       "risk = \"low\"\n[[permission_sets]]\nname = \"B\"\n"
       "arn = \"arn:aws:sso:::permissionSet/ssoins-0000000000000000/ps-7223ce50e09c4ba6\"\naws_name = \"B\"\n"
       "risk = \"high\"\n",
       24, "permission_sets[2].arn", "another instance"},

      // What would be unsafe.
      {"OpenToTheNetworkInClear", kListen, "public_url = \"https://curfew.example.com\"\nlisten = \"0.0.0.0:8080\"", 3,
       "server.listen", "would cross the network in clear"},
      {"OpenWithoutPublicUrl", kListen, "trusted_proxies = [\"10.0.0.1\"]\nlisten = \"0.0.0.0:8080\"", 1,
       "server.public_url", "is missing"},
      {"PublicUrlInClear", kListen, "public_url = \"http://curfew.example.com\"", 2, "server.public_url", "https://"},
      {"PublicUrlWithPath", kListen, "public_url = \"https://curfew.example.com/portal\"", 2, "server.public_url",
       "nothing behind it"},
      {"ListenOnAName", kListen, "listen = \"localhost:8080\"", 2, "server.listen", "Names are not resolved"},
      {"ListenWithoutPort", kListen, "listen = \"127.0.0.1\"", 2, "server.listen", "is no address and port"},
      {"ListenOnAPortThatIsNone", kListen, "listen = \"127.0.0.1:65536\"", 2, "server.listen",
       "is no address and port"},
      {"AnyOrigin", kListen, "allowed_origins = [\"*\"]", 2, "server.allowed_origins", "\"*\" is not allowed"},
      {"OriginWithPath", kListen, "allowed_origins = [\"https://a.example/x\"]", 2, "server.allowed_origins",
       "is no origin"},
      {"ProxyIsAName", kListen, "trusted_proxies = [\"proxy.example.com\"]", 2, "server.trusted_proxies",
       "is no address or range"},
      {"ProxyRangeTooWide", kListen, "trusted_proxies = [\"10.0.0.0/33\"]", 2, "server.trusted_proxies",
       "is no address or range"},
      {"ProxyIsEverybody", kListen, "trusted_proxies = [\"0.0.0.0/0\"]", 2, "server.trusted_proxies", "is everybody"},
      {"OpenBehindNoProxy", kListen,
       "public_url = \"https://curfew.example.com\"\nlisten = \"0.0.0.0:8080\"\ntrusted_proxies = []", 3,
       "server.listen", "would cross the network in clear"},
      {"PasswordInTheFile", kMaildir, "kind = \"smtp\"\nurl = \"smtp://localhost\"\npassword = \"x\"", 13,
       "mail.password", "password_file"},
      {"UserInTheUrl", kMaildir, "kind = \"smtp\"\nurl = \"smtp://me:secret@mail.example.com\"", 12, "mail.url",
       "the user goes into username"},
      {"UserWithoutPassword", kMaildir, "kind = \"smtp\"\nurl = \"smtp://localhost\"\nusername = \"curfew\"", 13,
       "mail.username", "belong together"},
      {"SmtpWithoutUrl", kMaildir, "kind = \"smtp\"", 10, "mail.url", "is missing"},

      // Files that are not there.
      {"NoPortal", kListen, "portal_dir = \"portal\"", 2, "server.portal_dir", "there is no folder"},
      {"NoTemplates", "from = ", "templates_dir = \"letters\"\nfrom = ", 13, "mail.templates_dir",
       "there is no folder"},
      {"NoCaFile", kMaildir, "kind = \"smtp\"\nurl = \"smtp://localhost\"\nca_file = \"ca.pem\"", 13, "mail.ca_file",
       "there is no file"},
  };
  return kTable;
}

class BrokenConfigTest : public ConfigTest, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenConfigTest, HasOneProblemThatNamesItsLine) {
  const Broken& broken = GetParam();
  const auto loaded = load_text(replaced(kGoodFile, broken.from, broken.to));
  ASSERT_FALSE(loaded.has_value());
  ASSERT_EQ(loaded.error().size(), 1U) << to_text(loaded.error());
  const Problem& problem = loaded.error().front();
  EXPECT_EQ(problem.place.line, broken.line) << problem.text;
  EXPECT_EQ(problem.key, broken.key);
  EXPECT_THAT(problem.text, testing::HasSubstr(broken.says));
}

INSTANTIATE_TEST_SUITE_P(Table, BrokenConfigTest, testing::ValuesIn(table()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_F(ConfigTest, ACertificateWithoutItsKeyIsAProblem) {
  write("cert.pem", "certificate");
  const auto loaded = load_text(replaced(kGoodFile, kListen, "tls_certificate = \"cert.pem\""));
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(to_text(loaded.error()), testing::HasSubstr("belong together"));
}

TEST_F(ConfigTest, ASecretThatOthersCanReadIsAProblem) {
  const auto password = write("password", "secret");
  std::filesystem::permissions(password, std::filesystem::perms::owner_read | std::filesystem::perms::group_read);
  const auto loaded = load_text(replaced(kGoodFile, kMaildir,
                                         "kind = \"smtp\"\nurl = \"smtp://localhost\"\nusername = \"curfew\"\n"
                                         "password_file = \"password\""));
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(to_text(loaded.error()), testing::HasSubstr("Run: chmod 600 " + password.string()));
}

}  // namespace
}  // namespace curfew::config
