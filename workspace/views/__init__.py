"""処理・ファイル・お知らせ・表示設定・メール: what a signed-in person works with."""
