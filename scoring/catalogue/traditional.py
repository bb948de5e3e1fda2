"""Traditional and variant characters read as the simplified ones the word lists are in. Pure.

Only characters that stand in those lists: this is for finding words, not for showing text.
"""

_PAIRS = (
    "業业兩两個个舉举樂乐書书亂乱產产産产價价優优會会傳传體体償偿兒儿黨党蘭兰關关養养況况劃划劇剧"
    "務务動动協协衛卫衞卫歷历曆历壓压發发髮发員员團团場场墮堕聲声備备復复複复覆复婦妇學学寵宠實实"
    "審审幹干乾干廟庙態态惡恶懷怀擾扰護护報报無无術术權权來来欄栏檔档檢检殘残毀毁測测燈灯點点燒烧"
    "熱热愛爱牽牵狀状獨独獻献現现礙碍禮礼禱祷離离種种類类糞粪紅红級级紀纪線线組组細细織织經经結结"
    "給给絡络絕绝繩绳維维纏缠網网罷罢聯联輿舆藝艺節节見见觀观計计讓让議议論论訟讼訪访證证証证評评"
    "訴诉詆诋誠诚誦诵請请誹诽課课謠谣謗谤負负貼贴費费贊赞讚赞輪轮轉转闢辟達达過过進进遺遗鄰邻鬱郁"
    "採采長长問问闖闯鬧闹隊队險险顧顾預预題题馬马齡龄當当願愿橫横遊游佈布佔占隻只羣群內内碼码"
    "眞真敎教靑青"
)
SIMPLIFIED = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
"""For `str.translate`."""
