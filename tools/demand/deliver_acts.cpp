#include "tools/demand/deliver_acts.h"

#include "tools/demand/delivery.h"
#include "tools/demand/named_spool.h"
#include "tools/no_connection.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

void nothing_more(std::uint32_t, const terminal::WrittenCommand&, const terminal::Receipt&) {}

}  // namespace

std::vector<terminal::Receipt> deliver_acts(const std::string& to, const std::string& token,
                                            const std::vector<terminal::WrittenAct>& acts, const Console& console) {
  const Turn turn(token);
  Delivery delivery(to, token, console);
  terminal::Basket basket(named_spool(read_token(token), token, "act"), nothing_more);
  for (const terminal::WrittenAct& act : acts) basket.add(act);
  if (!delivery.deliver(basket)) throw NoConnection(delivery.complaint());
  std::vector<terminal::Receipt> answers;
  for (const auto& [sequence, answer] : delivery.answers()) answers.push_back(answer);
  return answers;
}

}  // namespace wangge::tools
