"""What other offices call our columns: the words seen in their forms.

They only suggest; the user decides, and what was decided is remembered with the form.
"""

from __future__ import annotations

from collections.abc import Mapping

_COMMON = {
    "note": "备注 说明 其他",
    "region_id": "所属地区 地区 县区 属地",
    "duty_unit": "责任单位 牵头单位 牵头部门 责任部门",
    "leader": "责任领导 联系领导 包联领导 挂点领导 分管领导",
}
COLUMN_WORDS: Mapping[str, Mapping[str, str]] = {
    "project": {
        "name_zh": "项目名称 项目 建设项目 项目全称",
        "firm_ids": "投资方 投资主体 投资单位 建设单位 实施主体 业主单位 项目单位 "
        "企业名称 注册企业",
        "product_text": "项目内容 建设内容 建设内容及规模 主要建设内容及规模 建设规模及内容 "
        "项目简介",
        "capacity_kt_a": "产能 设计产能 生产规模 年产能",
        "capacity_text": "建设规模 规模",
        "investment_yi": "投资 总投资 计划总投资 计划投资总额 项目总投资 投资总额 投资额 总投资额 "
        "合同投资金额 意向投资金额 计划总投资额",
        "fixed_investment_wan": "固定资产投资 固投 固定资产投资额",
        "stage": "进度 阶段 状态 项目状态 项目进度 进展 项目阶段 当前阶段 推进阶段 项目进展",
        "land_mu": "用地 需用土地 用地面积 申请用地面积 意向用地 占地面积 供地面积 工业用地",
        "expected_output_yi": "预计产值 达产产值 预期产值 预计年产值 预期年均产值",
        "expected_tax_wan": "预计税收 预期税收 年税收 预期年均税收",
        "nature": "建设性质 项目性质",
        "gb_code": "行业代码 行业编码",
        "energy_tce": "年综合能耗 综合能耗 预计年耗能 年耗能 能耗",
        "is_two_high": "两高 两高项目 是否两高",
        "planned_start": "计划开工 预计开工 约定开工时间 计划开工时间 预计开工时间 拟开工时间",
        "planned_finish": "计划投产 预计竣工 约定投产时间 计划投产时间 预计投产时间 计划竣工时间",
        "start_date": "开工时间 开工日期 开始日期",
        "finish_date": "投产时间 竣工时间 投产日期 完成日期",
        "duty_unit": "责任单位 牵头单位 引入单位 引进单位",
        "duty_person": "责任人 项目专员 项目负责人",
        "problems": "存在问题 存在困难 问题",
        "needs": "需协调事项 需上级协调事项 需要解决的问题",
        "end_reason": "流失原因 中止原因 停止原因",
        "is_listed": "列入万千百 万千百",
        "park_ids": "园区 所在园区 落地区块 落地园区 片区",
        "approval_filing": "立项 备案",
        "approval_energy": "能评",
        "approval_eia": "环评",
        "approval_safety": "安评",
        "approval_land": "用地审批",
    },
    "lead": {
        "firm_id": "企业名称 客商名称 客商 目标企业 投资方 公司名称 单位名称 企业",
        "product_id": "产品 招引产品 目标产品",
        "stage": "跟进阶段 进度 进展 状态 对接进度 洽谈进度 跟进情况 阶段",
        "why": "推荐理由 理由 来由 本地互补点",
        "owner": "对接人 我方对接人 责任人 跟进人 招商专员 驻点招商员",
        "next_action": "下次动作 下一步 下步计划 下一步工作 下一步打算",
        "next_due": "下次联系时间 完成时限 时限",
        "intent": "投资意向 项目内容 合作意向 意向项目",
        "intent_investment_yi": "意向投资 意向投资金额 投资额 计划总投资 总投资 固定资产投资",
        "intent_land_mu": "意向用地 用地 需用土地 用地面积",
        "rating": "等级 客商等级",
        "verdict": "研判结果 研判",
        "end_reason": "暂缓或放弃原因 放弃原因 流失原因",
        "is_chemical": "是否涉化 涉化 是否化工",
        "checks": "准入核查 约束提示",
    },
    "firm": {
        "name_zh": "企业名称 公司名称 单位名称 单位详细名称 企业",
        "short_name": "简称 企业简称",
        "uscc": "统一社会信用代码 社会信用代码 信用代码",
        "province": "省份 省",
        "city": "城市 市",
        "park_ids": "所在园区 园区 所在镇街/园区",
        "status": "经营状况 生产状况 状态 企业状态",
        "parent": "上级公司 母公司 上级或集团",
        "is_above_scale": "是否规上 规上",
        "specialised": "资质 专精特新 专精特新/小巨人 荣誉资质",
        "listed_code": "上市代码 股票代码",
        "revenue_yi": "营业收入 营收 主营业务收入",
        "founded": "成立时间 成立年份 注册时间",
    },
    "capacity": {
        "firm_id": "企业名称 企业 单位名称",
        "name_zh": "装置名称 装置 生产线 生产装置",
        "product_id": "产品 产品名称 主要产品 主导产品",
        "capacity_kt_a": "产能 设计产能 年产能 生产能力 设计能力 生产规模",
        "status": "状态 运行状态 生产状态 装置状态",
        "since": "投产时间 投产年份 建成时间",
        "park_id": "所在园区 园区",
    },
    "ladder": {
        "firm_id": "企业名称 企业 单位名称",
        "flow": "类型 培育类别 类别",
        "year": "年度 计划年度 年份",
        "plan_month": "预计入规月份 预计入规时间 预计月份 计划月份",
        "from_tier": "现状档次 现状 目前档次",
        "to_tier": "培育目标 培育目标档次 目标档次",
        "target_output_wan": "目标产值 计划产值",
        "state": "结果 完成情况",
        "project_ids": "支撑项目 主要支撑项目",
        "difficulty": "存在困难 主要困难 存在问题",
        "measures": "帮扶措施 差距与帮扶措施 培育措施",
        "liaison": "联络员 联系人",
    },
    "firm_year": {
        "firm_id": "企业名称 企业 单位名称",
        "year": "年度 年份",
        "revenue_wan": "主营业务收入 营业收入 营收 上年营收",
        "output_wan": "产值 工业总产值 总产值",
        "tax_wan": "税收 纳税额 实缴税金",
        "land_mu": "用地 用地面积 占地面积",
        "jobs": "用工 职工人数 从业人数 用工人数",
        "energy_tce": "综合能耗 能耗",
        "rd_wan": "研发投入 研发费用 研发经费",
        "patents": "发明专利 发明专利数",
    },
    "entry": {
        "target_name": "项目名称 企业名称 项目/企业 对象名称 任务",
        "month": "月份",
        "year_plan": "年度计划 年度目标 年计划投资 本年计划投资",
        "month_plan": "本月计划",
        "month_done": "本月完成 当月完成",
        "total_done": "累计完成 累计完成投资",
        "image_progress": "形象进度 工程进度",
        "problem": "要素保障问题 存在问题",
        "ask_up": "需上级协调事项 需协调事项",
        "filled_by": "填报人",
    },
    "fund": {
        "name_zh": "基金名称 名称",
        "holder": "管理人 管理机构 基金管理人 出资单位",
        "size_yi": "规模 基金规模 资金规模",
        "focus": "投向 投资方向 投资领域",
        "stage": "状态 基金状态",
        "terms": "条件 期限 投资条件",
    },
    "talent": {
        "name_zh": "团队名称 人才团队 名称 平台名称",
        "talent_type": "类型 类别",
        "organisation": "依托单位 所在单位 单位",
        "field": "方向 研究方向 专业领域 技术方向",
    },
}
"""Kind → our column → what others call it."""

IGNORED = frozenset({"序号", "编码序号", "行次", "栏次", "nan"})
PRIVATE = ("联系人", "联系方式", "联系电话", "手机", "电话", "微信", "邮箱", "法人代表", "身份证")
"""Personal data is never taken in through a sheet; it is written down in 客商库."""

LABEL_WORDS = IGNORED | frozenset(
    word
    for words in (_COMMON, *COLUMN_WORDS.values())
    for spelled in words.values()
    for word in spelled.split()
)
"""Every word that is likely to head a column."""


def words_for(kind: str, column: str) -> tuple[str, ...]:
    """What others call a column of ours.

    Examples
    --------
    >>> words_for("project", "land_mu")[:3]
    ('用地', '需用土地', '用地面积')
    """
    own = COLUMN_WORDS.get(kind, {}).get(column) or _COMMON.get(column, "")
    return tuple(own.split())
