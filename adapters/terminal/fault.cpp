#include "adapters/terminal/fault.h"

namespace wangge::terminal {

FaultText text_of(Fault fault) {
  switch (fault) {
    case Fault::none: break;
    case Fault::not_a_frame: return {"收到的不是终端协议的帧", "what came is no frame of the terminals' protocol"};
    case Fault::too_long: return {"帧太长", "the frame is too long"};
    case Fault::malformed: return {"帧的内容不合格式", "the content of the frame is malformed"};
    case Fault::other_version:
      return {"协议版本不同：请升级终端软件", "the protocol's version differs: upgrade the terminal"};
    case Fault::hello_first:
      return {"请先报到（hello），收到 welcome 后再发送", "say hello first, and go on after the welcome"};
    case Fault::hello_twice: return {"重复报到（hello）", "hello was said already"};
    case Fault::credit_exceeded: return {"未答复的帧超过额度", "more is under way than the credit allows"};
    case Fault::too_slow: return {"一帧迟迟未发完", "the rest of a frame did not come in time"};
    case Fault::too_many_connections:
      return {"连接数已满：请稍后再试", "there are too many connections: try again later"};
  }
  return {"未知的协议错误", "unknown protocol error"};
}

}  // namespace wangge::terminal
