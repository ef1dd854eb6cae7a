#include "engine/model/refusal.h"

#include <algorithm>

#include "engine/model/words.h"

namespace wangge {
namespace {

#define ROW(name, chinese, english) \
  { Reason::name, #name, chinese, english }
constexpr ReasonText all[] = {
    ROW(unknown_token, "令牌无效：请用 wangge account add 重新发放",
        "the token is not known: have one made with wangge account add"),
    ROW(account_ended, "账号已停用：请向运维人员申请新账号", "the account has ended: ask ops for a new one"),
    ROW(not_allowed, "此账号无权做这件事", "this account may not do that"),
    ROW(unknown_account, "没有第 {what} 号账号", "there is no account {what}"),
    ROW(too_many_accounts, "账号已满（上限 {limit}）", "there are too many accounts (at most {limit})"),
    ROW(too_many_sessions, "终端会话已满（上限 {limit}）：请联系运维人员",
        "there are too many sessions (at most {limit}): call ops"),
    ROW(too_many_spools,
        "此账号近几天用过的离线箱过多（上限 {limit}），最久未用的满七天才让出：令牌可能在太多机器上使用",
        "this account has used too many spools in the last days (at most {limit}), and the one used least lately makes "
        "way after seven "
        "days: the token may be in use on too many machines"),
    ROW(token_in_use, "此令牌已有账号使用", "an account has this token already"),
    ROW(no_city, "尚未载入城市配置", "no city has been adopted yet"),
    ROW(unknown_place, "没有这个地点", "there is no such place"),
    ROW(place_not_in_grid, "地点要精确到网格或更细", "the place must be a grid or lie in one"),
    ROW(grid_not_yours, "该网格不属于本终端", "that grid is not one of this terminal's"),
    ROW(unknown_road, "没有这条街或路(巷)", "there is no such street or lane"),
    ROW(road_elsewhere, "街或路(巷)与网格不在同一街道", "the street or lane lies in another subdistrict than the grid"),
    ROW(unknown_category, "没有这个类别", "there is no such category"),
    ROW(unknown_condition, "该类别没有第 {what} 号立案条件（最大 {limit}）",
        "the category has no condition {what} (the last is {limit})"),
    ROW(bad_severity, "严重程度只能是 1 到 4（收到 {what}）", "a severity is 1 to 4 (got {what})"),
    ROW(bad_kind, "没有第 {what} 种来件", "there is no kind of demand {what}"),
    ROW(bad_reporter, "没有第 {what} 种反映方式", "there is no kind of reporter {what}"),
    ROW(text_empty, "内容为空：请写明诉求", "the text is empty: say what is asked for"),
    ROW(text_not_utf8, "内容第 {what} 字节起不是有效的 UTF-8", "the text is not valid UTF-8 from byte {what} on"),
    ROW(text_too_long, "内容 {what} 字，超过上限 {limit} 字：请分开提交或作为附件",
        "the text has {what} characters, at most {limit} are allowed: split it or attach it"),
    ROW(contact_not_utf8, "联系方式第 {what} 字节起不是有效的 UTF-8",
        "the contact is not valid UTF-8 from byte {what} on"),
    ROW(contact_too_long, "联系方式 {what} 字节，超过上限 {limit}",
        "the contact has {what} bytes, at most {limit} are allowed"),
    ROW(reference_missing, "缺少来源单号：巡查写明岗位，热线写明原单号",
        "the reference is missing: the post for a patrol, the hotline's own number for a hotline"),
    ROW(reference_too_long, "来源单号 {what} 字节，超过上限 {limit}",
        "the reference has {what} bytes, at most {limit} are allowed"),
    ROW(unknown_complained_of, "没有这个被投诉的人或单位", "there is no such person or organisation to complain of"),
    ROW(attachments_too_long, "附件引用 {what} 字节，超过上限 {limit}",
        "the attachments' references have {what} bytes, at most {limit} are allowed"),
    ROW(answer_missing, "该类别的第 {what} 个附加问题必须回答，填{form}（wangge questions 列出问题）",
        "question {what} of the category must be answered, with {form} (wangge questions lists them)"),
    ROW(bad_answer, "该类别的第 {what} 个附加问题答得不对，应填{form}（wangge questions 列出问题）",
        "the answer to question {what} of the category is none: give {form} (wangge questions lists them)"),
    ROW(answered_twice, "该类别的第 {what} 个附加问题答了两次：只答一次",
        "question {what} of the category is answered twice: answer it once"),
    ROW(unknown_question, "第 {what} 条回答的代码不是该类别的附加问题（wangge questions 列出问题）",
        "the code of answer {what} is none of the category's questions (wangge questions lists them)"),
    ROW(unreadable_answer, "第 {what} 条回答应写作 代码=回答，回答最多 {limit} 字节",
        "answer {what} is not written as code=value, or longer than {limit} bytes"),
    ROW(answers_too_long, "回答共 {what} 字节，超过上限 {limit}",
        "the answers have {what} bytes, at most {limit} are allowed"),
    ROW(answers_not_utf8, "回答第 {what} 字节起不是有效的 UTF-8",
        "the answers are not valid UTF-8 from byte {what} on"),
    ROW(unknown_asset, "没有这个部件", "there is no such asset"),
    ROW(unknown_door, "没有这一户", "there is no such door"),
    ROW(subject_elsewhere, "部件或户不在所报的地点", "the asset or door is not at the place that was said"),
    ROW(unknown_demand, "没有这个受理编号", "there is no demand of that number"),
    ROW(wrong_role, "仅{who}可办理", "that is for {who} only"),
    ROW(already_accepted, "已经签收", "it has been accepted already"),
    ROW(not_accepted, "尚未签收：请先签收", "it has not been accepted yet: accept it first"),
    ROW(already_finished, "已经办结", "it has been finished already"),
    ROW(not_finished, "尚未办结：请先办结", "it has not been finished yet: finish it first"),
    ROW(already_closed, "已经结案", "it has been closed already"),
    ROW(note_not_utf8, "说明第 {what} 字节起不是有效的 UTF-8", "the note is not valid UTF-8 from byte {what} on"),
    ROW(note_too_long, "说明 {what} 字，超过上限 {limit} 字",
        "the note has {what} characters, at most {limit} are allowed"),
    ROW(already_withdrawn, "已经撤回", "it has been withdrawn already"),
    ROW(already_verified, "核查已经通过：可以结案", "it has been verified already: it may be closed"),
    ROW(not_verified, "此类别须由他人核查后才能结案", "this category is closed after somebody else has verified it"),
    ROW(note_missing, "请说明原因或情况", "a note must say why, or what was done"),
    ROW(unknown_owner, "没有这个岗位或单位，或岗位上无人在岗",
        "there is no such post or organisation, or nobody acts for the post now"),
    ROW(same_owner, "已由其主办", "it leads the demand already"),
    ROW(owner_complained_of, "不能交给被投诉的人或单位", "it cannot go to whom it complains of"),
    ROW(returned_already, "已退回到本级，不能再退：请自办或另派",
        "it was sent back to this lead, and is not again: handle it or transfer it"),
    ROW(nobody_above, "已由五长链的最上一级负责，上面没有岗位",
        "the last post of the chain has it: there is none above"),
    ROW(already_contained, "已经先期处置", "it has been contained already"),
    ROW(reassigned, "已于 {when} 因逾期未签收改派给 {party}",
        "it went to {party} at {when}, as it was not accepted in time"),
    ROW(nothing_due, "没有到期的时限", "no deadline has passed"),
    ROW(bad_effective, "生效时间须在以后，{limit} 天以内",
        "the instant from which it is to be in force lies ahead, at most {limit} days"),
    ROW(configuration_not_begun, "没有正在载入的配置，或已被另一次载入代替",
        "no configuration is being loaded, or another has taken its place"),
    ROW(configuration_faulty, "配置有 {what} 处错误：请运行 wangge city check",
        "the configuration has {what} faults: run wangge city check"),
    ROW(configuration_unchanged, "配置与现行版本相同", "the configuration is the one in force"),
    ROW(configuration_row_too_large, "配置的一行有 {what} 字节，超过上限 {limit}",
        "a row of the configuration has {what} bytes, at most {limit} are allowed"),
    ROW(grid_without_successor, "撤掉的网格没有写明由谁接（successions.csv）",
        "successions.csv does not say which grid takes over one that goes"),
    ROW(configuration_too_large, "配置已有 {what} MiB，上限 {limit} MiB",
        "the configuration has {what} MiB already, at most {limit} MiB are allowed"),
    ROW(proposer_adopts, "提议人不能自己采用：须由另一位运维人员采用",
        "who has proposed it does not adopt it: another person of ops is to"),
    ROW(nothing_proposed, "没有提议中的配置", "no configuration is proposed"),
    ROW(proposal_differs, "提议的配置（{what} 行）与所写的不同：请重新查看",
        "what is proposed ({what} rows) is not what was named: look at it again"),
    ROW(configuration_too_many_rows, "配置已有 {what} 行，上限 {limit}",
        "the configuration has {what} rows already, at most {limit} are allowed"),
    ROW(capacity_reached, "在办诉求已满（上限 {limit}）", "there are too many open demands (at most {limit})"),
    ROW(quarantined, "此件曾使系统中断，已隔离：请联系运维人员",
        "this input made the engine stop and was set apart: call ops"),
    ROW(number_taken, "未收下：第 {what} 号先前已收到内容不同的另一件。请重新提交；若常见，可能有几处在用同一个离线箱",
        "it was not taken: number {what} was received before with another content. Submit it again; where this comes "
        "often, several may "
        "be using one spool"),
    ROW(unknown_command, "引擎不认识第 {what} 种请求，或不认识其中的内容：请把引擎和终端升级到同一版本",
        "the engine does not know commands of kind {what}, or not what was said in it: bring engine and terminal to "
        "one version"),
    ROW(register_full, "登记已满（上限 {limit}）：先清理不再需要的",
        "the register is full (at most {limit}): take out what is not needed any more"),
    ROW(not_closed, "尚未结案：结案后才能评价、回访、申诉或重新办理",
        "it has not been closed yet: it is rated, called back about, appealed and reopened after that"),
    ROW(already_rated, "已经评价过，每件一次", "it has been rated already, and is once"),
    ROW(verdict_missing, "请写明是否解决，或满意程度",
        "the verdict must say whether it was solved, or how satisfied they are"),
    ROW(bad_grade, "满意程度是 1 到 {limit}（收到 {what}）", "a grade is 1 to {limit} (got {what})"),
    ROW(called_today, "今天已经回访过，请改日再访", "they were called today already: call on another day"),
    ROW(calls_used_up, "已回访 {limit} 次", "they were called {limit} times already"),
    ROW(reopening_over, "已过重新办理的时限，或居民已表示满意：请另行提交",
        "the time to reopen is over, or the resident was satisfied: submit a new demand"),
    ROW(demand_final, "已归档：请另行提交", "it is final: submit a new demand"),
    ROW(filing_first, "尚未立案：请先核实、立案", "it has not been filed yet: check and file it first"),
    ROW(already_filed, "已经立案", "it has been filed already"),
    ROW(bad_choice, "没有第 {what} 项可选（1 到 {limit}）", "there is no choice {what} (1 to {limit})"),
    ROW(assistants_full, "协办单位已满（上限 {limit}）", "there are too many who assist (at most {limit})"),
    ROW(not_assisting, "不是这件诉求的协办单位，或协办已完成",
        "it does not assist in this demand, or has done its part"),
    ROW(already_assisting, "已经在协办", "it assists already"),
    ROW(already_asked, "已有申请在等答复", "something has been asked already and waits for its answer"),
    ROW(nothing_asked, "没有等答复的申请", "nothing has been asked that waits for an answer"),
    ROW(overdue, "处置已逾期，或没有处置时限：不能延期",
        "the resolution is overdue, or has no limit: it cannot be extended"),
    ROW(extensions_used_up, "已延期 {limit} 次", "it has been extended {limit} times already"),
    ROW(suspended_before, "已挂账过一次", "it has been suspended once already"),
    ROW(bad_limit, "延长的时间无效，或超过一年", "the limit is none, or longer than a year"),
    ROW(bad_date, "挂账须有将来的截止日期，最多一年", "a suspension needs an end in the future, at most a year ahead"),
    ROW(suspended, "挂账中：请先恢复办理", "it is suspended: resume it first"),
    ROW(not_suspended, "没有挂账", "it is not suspended"),
    ROW(same_place, "地点没有变", "the place is the same"),
    ROW(already_dismissed, "已不予受理", "it has been dismissed already"),
    ROW(already_diverted, "已转办", "it has been diverted already"),
    ROW(code_needed, "该网格不属于本终端：评价须附受理回执上的查询码，未附或不符",
        "that grid is not one of this terminal's: a rating needs the look-up code of the receipt, which is missing or "
        "wrong"),
    ROW(not_acting_as, "此账号不能以该岗位或单位办理，请用它自己的账号",
        "this account does not act as that post or organisation; use its own"),
    ROW(joined, "已并入另一件：请看主件，或先拆出", "it is handled with another: see that one, or part it first"),
    ROW(not_joined, "没有并入别的诉求", "it is not joined to another"),
    ROW(has_members, "有 {what} 件并在其中：请先拆出", "{what} others are joined to it: part them first"),
    ROW(members_full, "并入的已满（上限 {limit}）", "there are too many joined to it (at most {limit})"),
    ROW(not_gathered_by, "由社区及以上的岗位归并，或由全市的终端代录",
        "a post of the community or above gathers, or a terminal of the whole city for it"),
    ROW(unknown_head, "主件不存在、已办结，或就是这一件",
        "there is no such demand to join it to, or it is over, or this one itself"),
    ROW(already_restricted, "已限制知悉", "it is restricted already"),
    ROW(not_restricted, "没有限制知悉", "it is not restricted"),
    ROW(category_restricted, "该类别一律限制知悉，不能逐件解除",
        "its category is restricted: that is not lifted for one demand"),
    ROW(complains_alone, "投诉件只能并入投诉同一对象的诉求",
        "what complains of somebody is joined only to what complains of the same"),
    ROW(same_category, "类别和立案条件都没有变", "category and condition are the same"),
    ROW(appealed_before, "已经申诉过，每件一次", "it has been appealed already, and is once"),
    ROW(not_late, "没有逾期，不用申诉", "it was not late: there is nothing to appeal"),
    ROW(appeal_over, "已过申诉的时限", "the time to appeal is over"),
    ROW(unknown_situation, "没有这个状况：请核对代码", "there is no such situation: check its code"),
    ROW(not_declared_by, "须由管辖该地点、层级足够的岗位宣布或解除",
        "a post of the situation's level or above declares and ends it, for places that lie in its own"),
    ROW(situation_in_force, "该状况在此地已生效", "the situation is in force there: end it first"),
    ROW(situation_not_in_force, "该状况在此地没有生效，请按宣布时的地点解除",
        "the situation is not in force at exactly that place: end it where it was declared"),
    ROW(too_many_situations, "同时生效的状况过多，最多 {limit}", "too many situations are in force, at most {limit}"),
    ROW(jobs_under_way, "批量调整正在进行，请稍后再试", "a change to all demands is under way: try again later"),
    ROW(waits_for_situation, "处置时限要到状况解除才起算：现在不用延期",
        "the resolution counts from the end of a situation that is in force: there is nothing to extend yet"),
    ROW(bad_since, "状况的开始时间须在过去 24 小时之内", "a situation began within the last 24 hours"),
    ROW(scope_too_small, "状况的范围须是网格或更大的地方", "a situation is declared for a grid or more"),
    ROW(not_summoned_by, "须由管辖该地点的社区、街道或市级岗位吹哨",
        "a post of a community, a subdistrict or the city summons, to places that lie in its own"),
    ROW(nobody_summoned, "请写明要来的单位，最多 {limit} 个", "say which organisations are to come, at most {limit}"),
    ROW(unknown_organisation, "第 {what} 个单位不存在：请核对代码",
        "there is no such organisation as number {what} of the list: check its code"),
    ROW(summoned_twice, "第 {what} 个单位重复", "number {what} of the list is there twice"),
    ROW(demand_over, "该诉求已办完：可另以事由吹哨", "the demand is over: summon for a cause instead, in words"),
    ROW(too_many_summonses, "进行中的吹哨已满（上限 {limit}）：请先结束一些",
        "too many summonses are under way (at most {limit}): end some first"),
    ROW(unknown_summons, "没有这次吹哨，或已结束且评价完毕",
        "there is no summons of that number, or it has ended and all who came are rated"),
    ROW(not_the_caller, "须由吹哨的岗位，或该地点网格的终端记录",
        "the post that summoned, or a terminal of the place's grid, records that"),
    ROW(summons_over, "吹哨已经结束", "the summons has ended already"),
    ROW(summons_not_over, "吹哨尚未结束：结束时或结束后评价",
        "the summons has not ended yet: who came is rated when it ends, or after"),
    ROW(not_summoned, "这个单位不在被吹哨之列", "that organisation was not summoned"),
    ROW(arrived_already, "已经报到", "it has arrived already"),
    ROW(not_arrived, "尚未报到", "it has not arrived"),
    ROW(left_already, "已经记为早退", "it has left already"),
    ROW(attachment_not_named, "这件诉求的记录里没有这个附件，或无权办理",
        "no fact of that demand names this attachment, or it is not yours to see"),
    ROW(attachment_too_large, "附件 {what} KiB，超过上限 {limit} KiB：请压缩或拆分",
        "the attachment has {what} KiB, at most {limit} are allowed: compress or split it"),
    ROW(attachments_full, "这件诉求的附件已满（上限 {limit} 个）",
        "the demand has all the attachments that it may have (at most {limit})"),
    ROW(attachment_type_unknown, "附件只收 JPEG、PNG、PDF、WebP、HEIC、MP4、MOV、3GP：看内容，不看文件名",
        "an attachment is a JPEG, PNG, PDF, WebP, HEIC, MP4, MOV or 3GP, by what is in it and not by its name"),
    ROW(attachment_differs, "收到的内容与哈希不符：请重新发送", "what came is not what the hash says: send it again"),
    ROW(attachment_removed, "附件已由运维移除，不再接收", "ops have removed the attachment, and it is not taken again"),
    ROW(attachment_not_sent, "附件还没有送到", "the attachment has not been sent yet"),
    ROW(attachment_not_offered, "这个附件没有在传：请重新开始，已到的部分可能要重发",
        "the attachment is not under way: offer it again, some of it may have to be sent again"),
    ROW(attachments_under_way, "同时在传的附件已满（上限 {limit} 个）：请稍后再试",
        "too many attachments are under way (at most {limit}): try again later"),
    ROW(attachments_no_room, "附件库空间不足：还剩 {what} MiB，须留 {limit} MiB，请联系运维人员",
        "there is no room for attachments: {what} MiB are left, and {limit} are kept free; call ops"),
    ROW(attachment_not_written, "附件没有存下来：请联系运维人员", "the attachment could not be stored: call ops"),
    ROW(attachment_not_read, "附件读不出来：请联系运维人员", "the attachment cannot be read: call ops"),
    ROW(attachment_damaged, "附件已损坏：请重新发送原文件，或由运维从备份恢复",
        "the attachment is damaged: send the file again, or have ops restore a backup"),
    ROW(attachment_missing, "附件曾经收到，现已丢失：请重新发送原文件，或由运维从备份恢复",
        "the attachment was taken once and is gone: send the file again, or have ops restore a backup"),
    ROW(log_damaged, "这件诉求的记录有一处读不出，已报警：请联系运维人员",
        "a part of that demand's log cannot be read, and an alarm was raised: call ops"),
    ROW(text_control, "内容第 {what} 字节是控制字符，只可换行和制表",
        "byte {what} of the text is a control character: only line breaks and tabs may be there"),
    ROW(contact_control, "联系方式第 {what} 字节是控制字符", "byte {what} of the contact is a control character"),
    ROW(reference_not_utf8, "来源单号第 {what} 字节起不是有效的 UTF-8",
        "the reference is not valid UTF-8 from byte {what} on"),
    ROW(reference_control, "来源单号第 {what} 字节是控制字符", "byte {what} of the reference is a control character"),
    ROW(attachments_not_utf8, "附件引用第 {what} 字节起不是有效的 UTF-8",
        "the attachments' references are not valid UTF-8 from byte {what} on"),
    ROW(attachments_control, "附件引用第 {what} 字节是控制字符",
        "byte {what} of the attachments' references is a control character"),
    ROW(answers_control, "回答第 {what} 字节是控制字符", "byte {what} of the answers is a control character"),
    ROW(note_control, "说明第 {what} 字节是控制字符，只可换行和制表",
        "byte {what} of the note is a control character: only line breaks and tabs may be there"),
    ROW(name_not_utf8, "账号名称第 {what} 字节起不是有效的 UTF-8",
        "the account's name is not valid UTF-8 from byte {what} on"),
    ROW(name_control, "账号名称第 {what} 字节是控制字符", "byte {what} of the account's name is a control character"),
    ROW(row_not_utf8, "配置一行的第 {limit} 格第 {what} 字节起不是有效的 UTF-8",
        "cell {limit} of a row of the configuration is not valid UTF-8 from byte {what} on"),
    ROW(row_control, "配置一行的第 {limit} 格第 {what} 字节是控制字符",
        "byte {what} of cell {limit} of a row of the configuration is a control character"),
    ROW(grid_needed, "部件在街巷上，看不出在哪个网格，请用 --grid 写明",
        "the asset stands at a road and the tables do not tell in which grid; say it, by --grid"),
};
#undef ROW

constexpr ReasonText unknown{Reason::none, "unknown_reason", "未知原因（{what}）", "unknown reason ({what})"};

void replace(std::string& sentence, std::string_view mark, std::string_view words) {
  if (const auto at = sentence.find(mark); at != std::string::npos) sentence.replace(at, mark.size(), words);
}

std::string roles_named(std::uint32_t roles, bool is_english) {
  std::string named;
  for (int role = 0; role < wangge::roles; ++role) {
    if ((roles >> role & 1) == 0) continue;
    if (!named.empty()) named += is_english ? " or " : "、";
    named += words_of(Role(role)).in(is_english);
  }
  if (named.empty()) return is_english ? "a role that this program does not know" : "本程序不认识的角色";
  return named;
}

std::string_view form_named(std::uint32_t type, bool is_english) {
  return words_of(static_cast<AnswerType>(std::min<std::uint32_t>(type, answer_types - 1))).in(is_english);
}

}  // namespace

std::span<const ReasonText> reason_texts() { return all; }

const ReasonText& text_of(Reason reason) {
  const auto row = std::ranges::find(all, reason, &ReasonText::reason);
  return row == std::end(all) ? unknown : *row;
}

std::string to_sentence(const Refusal& refusal, bool english, const RefusalNames& names) {
  const ReasonText& row = text_of(refusal.reason);
  const bool is_known = row.reason != Reason::none;
  std::string sentence(english ? row.english : row.chinese);
  replace(sentence, "{what}", std::to_string(is_known ? refusal.what : static_cast<std::uint32_t>(refusal.reason)));
  replace(sentence, "{limit}", std::to_string(refusal.limit));
  replace(sentence, "{who}", roles_named(refusal.limit, english));
  replace(sentence, "{form}", form_named(refusal.limit, english));
  replace(sentence, "{party}", !names.party.empty() ? names.party : english ? "somebody else" : "别的岗位或单位");
  replace(sentence, "{when}", !names.when.empty() ? names.when : english ? "an earlier time" : "此前");
  return sentence;
}

}  // namespace wangge
