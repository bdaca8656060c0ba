"""Japanese."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "スクリーンショット",
        "diagram": "図",
        "chart": "グラフ",
        "logo": "ロゴ",
        "icon": "アイコン",
        "photo": "写真",
        "map": "地図",
        "table": "表",
        "terminal": "ターミナル出力",
        "code": "コード",
    },
    clear={
        "screenshot": "スクリーンショット, スクショ, 画面キャプチャ",
        "diagram": "構成図, 流れ図, 概念図, シーケンス図, クラス図, フローチャート, ダイアグラム",
        "chart": "棒グラフ, 円グラフ, 折れ線グラフ, ヒストグラム",
        "photo": "写真",
        "map": "地図",
        "icon": "アイコン",
        "logo": "ロゴ",
    },
    of="{topic}の{kind}",
    caption="{kind}：{}",
    place="（{}）",
    highlighted="、「{}」を強調表示",
    titled="、「{}」",
    labelled="、ラベル：{}",
    comma="、",
    buttons=(
        "ok, キャンセル, 保存, 名前を付けて保存, 適用, 閉じる, 次へ, 戻る, 完了, はい, いいえ, 送信, "
        "サインイン, ログイン, ログアウト, 登録, 参照, アップロード, ダウンロード, 削除, "
        "編集, 追加, 作成, 新規, 新規作成, 開く, ファイル, 表示, ヘルプ, ツール, ウィンドウ, 設定, "
        "オプション, 検索, 更新, ホーム, ユーザー名, パスワード"
    ),
)
