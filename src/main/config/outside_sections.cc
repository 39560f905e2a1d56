#include <chrono>
#include <string>

#include "main/config/checks.h"
#include "main/config/section_parts.h"
#include "main/config/sections.h"

namespace curfew::config {

using namespace std::chrono_literals;

AwsConfig read_aws(SectionReader& section, const Environment& environment) {
  AwsConfig aws;
  if (const auto region = section.text("region")) {
    if (!is_region(*region)) section.report("region", "\"" + *region + "\" is no region, such as \"us-east-1\".");
    aws.region = *region;
  } else {
    // In the order of AWS's own tools: https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
    for (const char* const name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      const auto found = environment.find(name);
      if (aws.region.empty() && found != environment.end() && is_region(found->second)) aws.region = found->second;
    }
  }
  aws.endpoint_url = section.text("endpoint_url");
  if (const auto origin = aws.endpoint_url ? parse_origin(*aws.endpoint_url) : std::nullopt) {
    aws.endpoint_url = origin->text;
    if (!origin->is_safe) {
      section.report("endpoint_url", "must be https://; http:// is for this machine only.");
    }
  } else if (aws.endpoint_url) {
    section.report("endpoint_url", "must be https:// and a host, perhaps with a port, and nothing behind it.");
  }
  section.report_unknown();
  return aws;
}

namespace {

DynamoDbConfig read_dynamodb(SectionReader& section) {
  DynamoDbConfig tables;
  const auto table = [&](const std::string& key, const std::string& otherwise) {
    const std::string name = section.text(key).value_or(otherwise);
    if (!is_table_name(name)) section.report(key, "must be 3 to 255 letters, digits, - _ or . as AWS has it.");
    return name;
  };
  tables.requests_table = table("requests_table", tables.requests_table);
  tables.ledger_table = table("ledger_table", tables.ledger_table);
  if (tables.requests_table == tables.ledger_table) {
    section.report("ledger_table", "must be another table than requests_table.");
  }
  if (!section.has("key_file")) {
    section.report("key_file",
                   "is missing. Name the file with the key that signs audit checkpoints, the same on every server: "
                   "key_file = \"/etc/curfew/audit.key\". `curfew store create` makes it.");
  }
  tables.key_file = section.path("key_file", kAnyPath).value_or("");
  return tables;
}

SandboxConfig read_sandbox(SectionReader& section) {
  SandboxConfig sandbox;
  sandbox.delay = section.duration("delay", {.least = 0ms, .most = 1h}).value_or(sandbox.delay);
  sandbox.calls_per_second = whole(section, "calls_per_second", {.least = 0, .most = kMostPerSecond}, 0);
  sandbox.max_outstanding_creates = whole(section, "max_outstanding_creates", {.least = 0, .most = kMostPerSecond}, 0);
  sandbox.account_conflicts = section.boolean("account_conflicts").value_or(sandbox.account_conflicts);
  return sandbox;
}

AwsIdentityCenterConfig read_aws_identity_center(SectionReader& section) {
  AwsIdentityCenterConfig aws;
  aws.instance_arn =
      shaped_text(section, "instance_arn", is_instance_arn, "arn:aws:sso:::instance/ssoins-1234567890abcdef");
  aws.identity_store_id = shaped_text(section, "identity_store_id", is_identity_store_id, "d-1234567890");
  aws.calls_per_second = whole(section, "calls_per_second", {.least = 1, .most = 1000}, aws.calls_per_second);
  aws.max_outstanding_creates =
      whole(section, "max_outstanding_creates", {.least = 1, .most = 1000}, aws.max_outstanding_creates);
  return aws;
}

}  // namespace

StoreConfig read_store(SectionReader& section) {
  StoreConfig store;
  const std::string kind = read_kind(section, {"sqlite", "dynamodb"});
  if (kind.empty()) return store;
  if (kind == "dynamodb") store.dynamodb = read_dynamodb(section);
  if (kind == "sqlite" && !section.has("path")) {
    section.report("path", "is missing. Name the file: path = \"/var/lib/curfew/curfew.db\".");
  }
  store.path = section.path("path", kAnyPath).value_or("");
  section.report_unknown(" for kind \"" + kind + "\"");
  return store;
}

IdentityCenterConfig read_identity_center(SectionReader& section) {
  IdentityCenterConfig center;
  const std::string kind = read_kind(section, {"sandbox", "aws"});
  if (kind.empty()) return center;
  center.start_url = section.text("start_url");
  if (center.start_url && !is_https_url(*center.start_url)) {
    section.report("start_url", "must be the https:// address of the AWS access portal.");
  }
  if (kind == "sandbox") {
    center.kind = read_sandbox(section);
  } else {
    center.kind = read_aws_identity_center(section);
  }
  section.report_unknown(" for kind \"" + kind + "\"");
  return center;
}

RevocationTimerConfig read_revocation_timer(SectionReader& section) {
  RevocationTimerConfig timer;
  const std::string kind = section.has("kind") ? read_kind(section, {"builtin", "eventbridge"}) : "builtin";
  if (kind.empty()) return timer;
  if (kind == "eventbridge") {
    timer.eventbridge = {
        .group = shaped_text(section, "group", is_schedule_group, "curfew-revocations"),
        .target_arn =
            shaped_text(section, "target_arn", is_arn, "arn:aws:lambda:us-east-1:123456789012:function:revoke"),
        .role_arn = shaped_text(section, "role_arn", is_role_arn, "arn:aws:iam::123456789012:role/curfew-schedules")};
  }
  section.report_unknown(" for kind \"" + kind + "\"");
  return timer;
}

}  // namespace curfew::config
