#pragma once
// The words that the sample city is made of. Departments and utilities are called by their function, as in any
// county city; names of people, compounds, streets and companies are made up by combining the parts below.

#include <string_view>

namespace wangge::config::words {

using std::string_view;

inline constexpr string_view surnames[]{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡",
                                        "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐",
                                        "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭",
                                        "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "姜", "白"};
inline constexpr string_view given[]{"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰",
                                     "娟", "涛", "明", "超", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "红",
                                     "文", "辉", "力", "云", "海", "燕", "波", "凤", "春", "林", "晓", "宁", "佳",
                                     "宇", "浩", "欣", "雪", "梅", "国", "建", "志", "新", "庆", "立", "淑", "秀"};

inline constexpr string_view compounds[]{"阳光", "锦绣", "福临", "金源", "祥和", "瑞景", "康乐", "丽景",
                                         "华庭", "明珠", "翠竹", "春晖", "鸿运", "富贵", "美林", "银河",
                                         "东方", "长青", "幸福", "和谐", "紫荆", "百合", "金叶", "宏达",
                                         "安居", "怡和", "天成", "龙腾", "世纪", "新城"};
inline constexpr string_view compound_kinds[]{"小区", "花园", "家园", "嘉园", "名苑", "新村", "公寓",
                                              "华府", "庭院", "雅居", "佳苑", "人家", "新居", "广场"};
inline constexpr string_view streets[]{"育才", "文化", "工农", "人民", "建设", "胜利", "解放", "和平",
                                       "民主", "繁荣", "振兴", "友谊", "站前", "河畔", "古城"};
inline constexpr string_view numerals[]{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

// A department or utility, and the categories of its duty list (权责清单), for the whole city.
struct Office {
  string_view code, name, kind, categories;
};
inline constexpr Office offices[]{
    {"BM01", "洮南市住房和城乡建设局", "department", "0401|0405|0408|0409|0806"},
    {"BM02", "洮南市城市管理执法局", "department", "0103|0606|0701|0702|0703|0705|0706|0707|0802|0805"},
    {"BM03", "洮南市市场监督管理局", "department", "0905"},
    {"BM04", "洮南市公安局", "department", "0505|0801|0804|0902|0903"},
    {"BM05", "洮南市公安局交警大队", "department", "0210|0407"},
    {"BM06", "洮南市消防救援大队", "department", "0403|0501|0502|0503|0504"},
    {"BM07", "洮南市环境卫生中心", "department", "0101|0102|0105|0107|0108|0602"},
    {"BM08", "洮南市市政公用服务中心", "department", "0201|0202|0203|0204|0205"},
    {"BM09", "洮南市园林绿化中心", "department", "0106|0208"},
    {"BM10", "洮南市排水服务中心", "department", "0303|0601"},
    {"BM11", "洮南市民政局", "department", "1003"},
    {"BM12", "洮南市人力资源和社会保障局", "department", "1005|1007"},
    {"BM13", "洮南市医疗保障局", "department", "1103"},
    {"BM14", "洮南市教育局", "department", "1008"},
    {"BM15", "洮南市卫生健康局", "department", "0605"},
    {"BM16", "洮南市自然资源局", "department", "0410"},
    {"BM17", "洮南市应急管理局", "department", "0507|0603"},
    {"BM18", "生态环境局洮南市分局", "department", "0803"},
    {"BM19", "洮南市残疾人联合会", "department", "1004"},
    {"BM20", "共青团洮南市委员会", "department", "1006"},
    {"BM21", "洮南市妇女联合会", "department", "0901"},
    {"BM22", "洮南市纪委监委", "department", "1105"},
    {"BM23", "洮南市委政法委员会", "department", "0904"},
    {"BM24", "洮南市信访局", "department", "1104|1301|1302"},
    {"BM25", "洮南市政务服务和数字化建设管理局", "department", "1101|1102"},
    {"BM26", "洮南市房屋征收服务中心", "department", "0411"},
    {"BM27", "洮南市文化广播电视和旅游局", "department", "0206"},
    {"GQ01", "洮南市供水公司", "utility", "0301|0308|0309"},
    {"GQ02", "洮南市燃气公司", "utility", "0302|0506"},
    {"GQ03", "洮南市供电公司", "utility", "0207|0306"},
    {"GQ04", "洮南市第一热力公司", "utility", "0304|0305|0310|0311|0312"},
    {"GQ05", "洮南市第二热力公司", "utility", ""},
    {"WB01", "第一电梯维保公司", "lift_keeper", ""},
    {"WB02", "第二电梯维保公司", "lift_keeper", ""},
};
// The second heating company answers for these duties in every other subdistrict; its duty list is more precise than
// the first company's.
inline constexpr string_view second_heating = "GQ05";
inline constexpr string_view heating_categories = "0304|0305|0310|0311|0312";

inline constexpr string_view property_companies[]{"洮南市安居国有物业服务有限公司", "洮南市惠民国有物业服务有限公司"};

// A sort of alliance member unit and the kinds of help that it offers; numbered, as in 洮南市第三小学. Communities take
// them in turn, at least seven each: any seven in a row offer each kind of help that alliances give.
struct UnitSort {
  string_view name, categories;
};
inline constexpr UnitSort unit_sorts[]{
    {"小学", "1006|1202"},
    {"粮油公司", "1005|1201"},
    {"税务所", "1203|1204"},
    {"诊所", "1001|1002"},
    {"餐饮公司", "1002|1005"},
    {"幼儿园", "1006|1201"},
    {"银行支行", "1201|1202"},
    {"志愿者协会", "0604|0704|1203"},
    {"商贸公司", "1005|1201"},
    {"司法所", "0901|1204"},
    {"中学", "1006|1202"},
    {"药房", "1002|1201"},
    {"家政服务公司", "1001|1002|1005"},
    {"社会工作服务中心", "1001|1006|1201"},
    {"图书馆分馆", "1202|1006"},
    {"建筑安装公司", "1005|1204"},
    {"法律服务所", "0901|1201"},
    {"社区医院", "1002|1203"},
    {"老年协会", "0901|1001"},
    {"邮政支局", "1201|1203"},
};

// The categories that the volunteers' group of each community serves.
inline constexpr string_view group_categories = "0604|0704|0901|1001|1002|1203";

struct Skill {
  string_view name, categories;
};
inline constexpr Skill skills[]{
    {"矛盾调解", "0901"}, {"法律咨询", "0901"},      {"环境整治", "0704|1203"}, {"政策宣讲", "1203"},
    {"文体组织", "1203"}, {"助老陪护", "1001|1002"}, {"家电维修", "1001"},      {"医疗护理", "1001|1002"},
    {"助餐送餐", "1002"}, {"应急搜寻", "0604"},      {"车辆接送", "0604|1002"}, {"课业辅导", "1006"},
};

inline constexpr string_view leave_reasons[]{"年休假", "病假", "学习培训", "探亲"};

}  // namespace wangge::config::words
