"""Chinese, in simplified and in traditional characters."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

SIMPLIFIED = Phrases(
    labels={
        "screenshot": "屏幕截图",
        "diagram": "示意图",
        "chart": "图表",
        "logo": "徽标",
        "icon": "图标",
        "photo": "照片",
        "map": "地图",
        "table": "表格",
        "terminal": "终端输出",
        "code": "代码",
    },
    clear={
        "screenshot": "屏幕截图, 截图, 截屏, 屏幕快照",
        "diagram": "示意图, 流程图, 架构图, 结构图, 时序图, 类图, 拓扑图",
        "chart": "柱状图, 折线图, 饼图, 直方图, 条形图",
        "photo": "照片",
        "map": "地图",
        "icon": "图标",
        "logo": "徽标",
    },
    of="{topic}的{kind}",
    caption="{kind}：{}",
    place="（{}）",
    highlighted="，突出显示“{}”",
    titled="，“{}”",
    labelled="，标签：{}",
    comma="、",
    buttons=(
        "确定, 取消, 保存, 另存为, 应用, 关闭, 下一步, 上一步, 返回, 完成, 是, 否, 提交, 登录, 注销, 退出, "
        "注册, 浏览, 上传, 下载, 删除, 编辑, 添加, 创建, 新建, 打开, "
        "文件, 视图, 查看, 帮助, 工具, 窗口, 设置, 选项, 搜索, 刷新, 首页, 主页, 用户名, 密码"
    ),
)

TRADITIONAL = Phrases(
    labels={
        "screenshot": "螢幕擷取畫面",
        "diagram": "示意圖",
        "chart": "圖表",
        "logo": "標誌",
        "icon": "圖示",
        "photo": "照片",
        "map": "地圖",
        "table": "表格",
        "terminal": "終端機輸出",
        "code": "程式碼",
    },
    clear={
        "screenshot": "螢幕擷取畫面, 螢幕截圖, 擷圖, 截圖, 螢幕快照",
        "diagram": "示意圖, 流程圖, 架構圖, 結構圖, 時序圖, 類別圖, 拓撲圖",
        "chart": "長條圖, 折線圖, 圓餅圖, 直方圖",
        "photo": "照片",
        "map": "地圖",
        "icon": "圖示",
        "logo": "標誌",
    },
    of="{topic}的{kind}",
    caption="{kind}：{}",
    place="（{}）",
    highlighted="，醒目提示「{}」",
    titled="，「{}」",
    labelled="，標籤：{}",
    comma="、",
    buttons=(
        "確定, 取消, 儲存, 另存新檔, 套用, 關閉, 下一步, 上一步, 返回, 完成, 是, 否, 提交, 登入, 登出, "
        "註冊, 瀏覽, 上傳, 下載, 刪除, 編輯, 新增, 建立, 開啟, 檔案, 檢視, "
        "說明, 工具, 視窗, 設定, 選項, 搜尋, 重新整理, 首頁, 使用者名稱, 密碼"
    ),
)
