#include "conformance/aws_identity_center_world.h"

#include <boost/json/array.hpp>
#include <boost/json/value_to.hpp>
#include <string_view>
#include <utility>

namespace curfew::conformance {

using boost::json::array;
using boost::json::object;
using testing_aws::the_moto;

namespace {

std::string text(const boost::json::value& from, std::string_view name) {
  return boost::json::value_to<std::string>(from.at(name));
}

object identity_store(std::string_view operation, const object& body) {
  return the_moto()->aws("identitystore", "AWSIdentityStore." + std::string(operation), body);
}

}  // namespace

AwsWorld::AwsWorld(object instance, std::string endpoint, identity_center::IdentityCenterSettings settings)
    : accounts_{"111111111111", "222222222222"}, endpoint_(std::move(endpoint)), settings_(std::move(settings)) {
  if (!instance.contains("pace")) instance["pace"] = object{{"manual", true}};
  instance["accounts"] = array(accounts_.begin(), accounts_.end());
  const auto made = the_moto()->post("identity-center", instance);
  settings_.instance_arn = text(made, "InstanceArn");
  settings_.identity_store_id = text(made, "IdentityStoreId");
  for (const char* name : {"JIT-S3FullAccess", "JIT-EmergencyAdmin"}) sets_.push_back(make_permission_set(name));
  restart();
}

PermissionSetArn AwsWorld::make_permission_set(const std::string& name) const {
  const auto made = the_moto()->aws("sso", "SWBExternalService.CreatePermissionSet",
                                    {{"InstanceArn", settings_.instance_arn}, {"Name", name}});
  return PermissionSetArn(text(made.at("PermissionSet"), "PermissionSetArn"));
}

UserId AwsWorld::add_user(const std::string& user_name, const std::string& email) {
  const auto made = identity_store("CreateUser", {{"IdentityStoreId", settings_.identity_store_id},
                                                  {"UserName", user_name},
                                                  {"DisplayName", user_name},
                                                  {"Name", object{{"GivenName", "Ada"}, {"FamilyName", "Lovelace"}}},
                                                  {"Emails", array{object{{"Value", email}, {"Type", "work"}}}}});
  return UserId(text(made, "UserId"));
}

void AwsWorld::remove_user(const std::string& email) {
  const auto found = identity_store(
      "GetUserId",
      {{"IdentityStoreId", settings_.identity_store_id},
       {"AlternateIdentifier",
        object{{"UniqueAttribute", object{{"AttributePath", "emails.value"}, {"AttributeValue", email}}}}}});
  identity_store("DeleteUser", {{"IdentityStoreId", settings_.identity_store_id}, {"UserId", text(found, "UserId")}});
}

void AwsWorld::give(const AssignmentKey& key, const std::string& type, const std::string& principal) const {
  the_moto()->post("identity-center/assign", {{"InstanceArn", settings_.instance_arn},
                                              {"TargetId", key.account_id.str()},
                                              {"PermissionSetArn", key.permission_set_arn.str()},
                                              {"PrincipalType", type},
                                              {"PrincipalId", principal}});
}

void AwsWorld::assign(const AssignmentKey& key) { give(key, "USER", key.user_id.str()); }

void AwsWorld::assign_through_group(const AssignmentKey& key) {
  const auto group = text(identity_store("CreateGroup", {{"IdentityStoreId", settings_.identity_store_id},
                                                         {"DisplayName", testing_aws::unique_name("Platform")}}),
                          "GroupId");
  identity_store("CreateGroupMembership", {{"IdentityStoreId", settings_.identity_store_id},
                                           {"GroupId", group},
                                           {"MemberId", object{{"UserId", key.user_id.str()}}}});
  give(key, "GROUP", group);
}

void AwsWorld::let_operations_end() {
  the_moto()->post("identity-center/finish", {{"InstanceArn", settings_.instance_arn}});
}

void AwsWorld::restart() {
  center_.reset();
  client_ = std::make_unique<testing_aws::AwsClient>(endpoint_.empty() ? the_moto()->url() : endpoint_, clock_);
  center_ = std::make_unique<identity_center::AwsIdentityCenter>(client_->caller(), clock_, settings_);
}

void AwsWorld::set(object settings) {
  settings["InstanceArn"] = settings_.instance_arn;
  the_moto()->post("identity-center/set", settings);
}

}  // namespace curfew::conformance
