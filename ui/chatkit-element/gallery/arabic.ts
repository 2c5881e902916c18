import type { Catalogue } from "../src/index";

/** Enough Arabic to see the element from right to left; what is missing is in English. */
export const arabic: Partial<Catalogue> = {
  "header.title": "محادثة جديدة",
  "header.new": "محادثة جديدة",
  "header.history": "المحادثات",
  "composer.label": "رسالة",
  "composer.placeholder": "اكتب رسالة",
  "composer.send": "إرسال",
  "composer.stop": "إيقاف",
  "thread.label": "المحادثة",
  "thread.you": "قلت:",
  "thread.answer": "الجواب:",
  "thread.sources": "لا مصادر|مصدر واحد|مصدران|{count} مصادر|{count} مصدرًا|{count} مصدر",
  "message.copy": "نسخ",
  "message.good": "جواب جيد",
  "message.bad": "جواب سيئ",
  "message.retry": "إعادة المحاولة",
};
