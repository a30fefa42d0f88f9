/** What the phone says while the page is closed. A service worker cannot ask the page for its language. */
export const words = {
  zh: {
    "task.offered": "新任务，请查看",
    "task.alerted": "任务还没有人应答，请查看",
    instruction: "新指令，请签收",
    sos: "附近有人求助",
    other: "一门有新消息",
  },
  en: {
    "task.offered": "A new task, please look",
    "task.alerted": "A task is still unanswered, please look",
    instruction: "A new instruction, please sign",
    sos: "Somebody near you calls for help",
    other: "News from OneDoor",
  },
} as const;
