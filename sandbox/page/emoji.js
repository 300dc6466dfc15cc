// The shortcodes that are common at work. One that is not here is shown as it was written.
const TABLE = `
+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ warning ⚠️
exclamation ❗ question ❓ bangbang ‼️ no_entry ⛔ no_entry_sign 🚫 red_circle 🔴 large_green_circle 🟢 large_yellow_circle 🟡
large_orange_circle 🟠 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_red_square 🟥
large_yellow_square 🟨 large_orange_square 🟧 arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrow_upper_right ↗️
arrow_lower_right ↘️ arrow_forward ▶️ small_red_triangle 🔺 small_red_triangle_down 🔻 small_orange_diamond 🔸
small_blue_diamond 🔹 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 calendar 📅 date 📅 spiral_calendar_pad 🗓️
clock1 🕐 clock9 🕘 alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢
speech_balloon 💬 thought_balloon 💭 bulb 💡 memo 📝 pencil ✏️ pencil2 ✏️ clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗
mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ tools 🛠️ toolbox 🧰 electric_plug 🔌
computer 💻 desktop_computer 🖥️ printer 🖨️ phone ☎️ telephone_receiver 📞 iphone 📱 battery 🔋 satellite 📡 floppy_disk 💾 cd 💿
fire 🔥 boom 💥 rocket 🚀 sparkles ✨ star ⭐ star2 🌟 tada 🎉 confetti_ball 🎊 trophy 🏆 medal 🏅 first_place_medal 🥇
second_place_medal 🥈 third_place_medal 🥉 crown 👑 gift 🎁 dart 🎯 checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️
smile 😄 smiley 😃 grinning 😀 grin 😁 blush 😊 slightly_smiling_face 🙂 wink 😉 joy 😂 laughing 😆 sweat_smile 😅 relieved 😌
heart_eyes 😍 thinking_face 🤔 neutral_face 😐 expressionless 😑 confused 😕 slightly_frowning_face 🙁 frowning 😦 worried 😟
disappointed 😞 cry 😢 sob 😭 angry 😠 rage 😡 scream 😱 sleeping 😴 face_with_monocle 🧐 sunglasses 😎 partying_face 🥳 hugging_face 🤗
wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 point_right 👉 point_up ☝️ point_down 👇 handshake 🤝 raised_hand ✋
eyes 👀 brain 🧠 heart ❤️ green_heart 💚 yellow_heart 💛 blue_heart 💙 broken_heart 💔 100 💯 zap ⚡ sunny ☀️ cloud ☁️ rain_cloud 🌧️
snowflake ❄️ thermometer 🌡️ seedling 🌱 evergreen_tree 🌲 four_leaf_clover 🍀 coffee ☕ tea 🍵 cake 🍰 birthday 🎂 beer 🍺 apple 🍎
house 🏠 house_with_garden 🏡 office 🏢 hospital 🏥 school 🏫 bank 🏦 factory 🏭 convenience_store 🏪 car 🚗 truck 🚚 airplane ✈️
moneybag 💰 pound 💷 dollar 💵 euro 💶 credit_card 💳 receipt 🧾 package 📦 inbox_tray 📥 outbox_tray 📤 envelope ✉️ email 📧
books 📚 book 📖 bookmark 🔖 label 🏷️ newspaper 📰 scroll 📜 page_facing_up 📄 file_folder 📁 open_file_folder 📂 card_index 📇
wastebasket 🗑️ recycle ♻️ repeat 🔁 arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ heavy_plus_sign ➕ heavy_minus_sign ➖
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ information_source ℹ️ new 🆕 ok 🆗 up 🆙 soon 🔜
bust_in_silhouette 👤 busts_in_silhouette 👥 technologist 🧑‍💻 mechanic 🧑‍🔧 robot_face 🤖 ghost 👻 skull 💀 bug 🐛 snail 🐌 turtle 🐢
shield 🛡️ lifebuoy 🛟 ambulance 🚑 rotating_light 🚨 construction 🚧 stop_sign 🛑 vertical_traffic_light 🚦 scales ⚖️ compass 🧭 map 🗺️
`;
const emojis = new Map(TABLE.trim().split(/\s+/).reduce((pairs, part, index, all) =>
  index % 2 ? pairs : [...pairs, [part, all[index + 1]]], []));

export const emoji = (name) => emojis.get(name.split("::")[0]) ?? null;
