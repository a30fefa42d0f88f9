BEGIN TRANSACTION;
CREATE TABLE account (
	id CHAR(32) NOT NULL, 
	username VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	node VARCHAR NOT NULL, 
	node_name VARCHAR NOT NULL, 
	unit VARCHAR, 
	password_hash VARCHAR NOT NULL, 
	demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	scope_changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_username UNIQUE (username)
);
CREATE TABLE act (
	unit VARCHAR NOT NULL, 
	id CHAR(32) NOT NULL, 
	task_id CHAR(32) NOT NULL, 
	account VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	body JSON NOT NULL, 
	answer JSON NOT NULL, 
	CONSTRAINT pk_act PRIMARY KEY (unit, id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attachment (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	sha256 VARCHAR, 
	media_type VARCHAR, 
	state VARCHAR NOT NULL, 
	reason VARCHAR, 
	file_id CHAR(32), 
	tries INTEGER NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (id)
);
CREATE TABLE boundary (
	township VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	wkb BLOB NOT NULL, 
	valid_from DATE NOT NULL, 
	CONSTRAINT pk_boundary PRIMARY KEY (township, version), 
	CONSTRAINT fk_boundary_township FOREIGN KEY(township) REFERENCES township (code)
);
INSERT INTO "boundary" VALUES('990101001',1,X'010300000002000000050000000000000000C0554000000000008045406666666666C6554000000000008045406666666666C65540CDCCCCCCCC8C45400000000000C05540CDCCCCCCCC8C45400000000000C05540000000000080454005000000C3F5285C8FC2554085EB51B81E854540A4703D0AD7C3554085EB51B81E854540A4703D0AD7C3554048E17A14AE874540C3F5285C8FC2554048E17A14AE874540C3F5285C8FC2554085EB51B81E854540','2026-11-22');
INSERT INTO "boundary" VALUES('990101002',1,X'010300000001000000050000006666666666C655400000000000804540CDCCCCCCCCCC55400000000000804540CDCCCCCCCCCC5540CDCCCCCCCC8C45406666666666C65540CDCCCCCCCC8C45406666666666C655400000000000804540','2026-11-22');
INSERT INTO "boundary" VALUES('990102100',1,X'010300000001000000050000000000000000C05540CDCCCCCCCC8C45406666666666C65540CDCCCCCCCC8C45406666666666C655409A999999999945400000000000C055409A999999999945400000000000C05540CDCCCCCCCC8C4540','2026-11-22');
INSERT INTO "boundary" VALUES('990102201',1,X'010600000002000000010300000001000000050000006666666666C65540CDCCCCCCCC8C4540CDCCCCCCCCCC5540CDCCCCCCCC8C4540CDCCCCCCCCCC55409A999999999945406666666666C655409A999999999945406666666666C65540CDCCCCCCCC8C4540010300000001000000050000003333333333D355400000000000804540F6285C8FC2D555400000000000804540F6285C8FC2D5554085EB51B81E8545403333333333D3554085EB51B81E8545403333333333D355400000000000804540','2026-11-22');
CREATE TABLE "case" (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	platform VARCHAR NOT NULL, 
	source_event_id VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	address VARCHAR, 
	lon FLOAT, 
	lat FLOAT, 
	district VARCHAR, 
	township VARCHAR, 
	team VARCHAR, 
	field VARCHAR, 
	item VARCHAR, 
	body VARCHAR, 
	unit VARCHAR, 
	occurred_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	report JSON NOT NULL, 
	why JSON NOT NULL, 
	CONSTRAINT pk_case PRIMARY KEY (id), 
	CONSTRAINT uq_case_case_no UNIQUE (case_no)
);
INSERT INTO "case" VALUES('01a2031dcdd27fa4af96d9c42770fe47','20261122-000001','wangge','EV-1','routed',1,'routed_empowered','LOCAL-YZ','matter','M01','general','占道摆摊',NULL,87.03,43.03,'990101','990101001','YZ-T1','城市管理','YZ-01','东湖街道办事处',NULL,'2026-11-20 02:00:00.000000','2026-11-22 11:56:54.573744','2026-11-22 11:56:54.573744','{"source_event_id":"EV-1","occurred_at":"2026-11-20T02:00:00.000000Z","title":"占道摆摊","category":{"scheme":"LOCAL-YZ","kind":"matter","code":"M01"},"location":{"lon":87.03,"lat":43.03,"crs":"CGCS2000"},"urgency":"general"}','{"facts":{"class":"known","kind":"matter","place":"inside","items":"one","holder":"comprehensive","form":"empowered","listed":true,"squad":"able"},"items":["YZ-01"],"law_day":"2026-11-20","filing_day":"2026-11-22","township":"990101001","boundaries":1,"edition":1,"rule":{"id":"YZ-R090","version":1},"rows":["314967fd-cdfa-508c-9d0d-599359f47031","7940eb46-03c7-54a0-a501-807a3b353da2","49b4441d-2bbe-5eb2-94f5-4558a472479c"],"rejected":[{"team":"YZ-E-ZD","why":"county_not_first"}],"question":null}');
INSERT INTO "case" VALUES('01a2031dcdd370e3a62e91a8f2ccd247','20261122-000002','wangge','EV-2','routed',1,'routed_empowered','LOCAL-YZ','matter','M01','general','占道摆摊',NULL,87.03,43.03,'990101','990101001','YZ-T1','城市管理','YZ-01','东湖街道办事处',NULL,'2026-11-20 02:00:00.000000','2026-11-22 11:56:54.573744','2026-11-22 11:56:54.573744','{"source_event_id":"EV-2","occurred_at":"2026-11-20T02:00:00.000000Z","title":"占道摆摊","category":{"scheme":"LOCAL-YZ","kind":"matter","code":"M01"},"location":{"lon":87.03,"lat":43.03,"crs":"CGCS2000"},"urgency":"general"}','{"facts":{"class":"known","kind":"matter","place":"inside","items":"one","holder":"comprehensive","form":"empowered","listed":true,"squad":"able"},"items":["YZ-01"],"law_day":"2026-11-20","filing_day":"2026-11-22","township":"990101001","boundaries":1,"edition":1,"rule":{"id":"YZ-R090","version":1},"rows":["314967fd-cdfa-508c-9d0d-599359f47031","7940eb46-03c7-54a0-a501-807a3b353da2","49b4441d-2bbe-5eb2-94f5-4558a472479c"],"rejected":[{"team":"YZ-E-ZD","why":"county_not_first"}],"question":null}');
CREATE TABLE case_file (
	case_no VARCHAR NOT NULL, 
	file_id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	task_id CHAR(32), 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_case_file PRIMARY KEY (case_no, file_id)
);
CREATE TABLE case_history (
	id CHAR(32) NOT NULL, 
	case_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	from_state VARCHAR, 
	to_state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	team VARCHAR, 
	unit VARCHAR, 
	task_id CHAR(32), 
	rule VARCHAR, 
	CONSTRAINT pk_case_history PRIMARY KEY (id)
);
INSERT INTO "case_history" VALUES('01a2031dcdd478f083bd273fddc3a56a','01a2031dcdd27fa4af96d9c42770fe47','2026-11-22 11:56:54.573744',NULL,'routed','routed_empowered','platform:wangge','YZ-T1',NULL,NULL,'YZ-R090 v1');
INSERT INTO "case_history" VALUES('01a2031dcdd47942ba3633a7ba41d793','01a2031dcdd370e3a62e91a8f2ccd247','2026-11-22 11:56:54.573744',NULL,'routed','routed_empowered','platform:wangge','YZ-T1',NULL,NULL,'YZ-R090 v1');
CREATE TABLE certificate (
	officer VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_certificate PRIMARY KEY (officer, field, number)
);
INSERT INTO "certificate" VALUES('YZ-U0-A','*','YZ-0001','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U0-B','*','YZ-0002','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U1-A','*','YZ-0003','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U1-B','*','YZ-0004','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2A-A','城市管理','YZ-0005','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2A-B','城市管理','YZ-0006','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2B-A','城市管理','YZ-0007','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U2B-B','城市管理','YZ-0008','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U3-A','*','YZ-0009','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U3-B','*','YZ-0010','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U4-A','生态环境','YZ-0011','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U4-B','生态环境','YZ-0012','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U5-A','*','YZ-0013','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U5-B','*','YZ-0014','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U6-A','城市管理','YZ-0015','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U6-B','城市管理','YZ-0016','2025-01-01','2026-06-30',1);
INSERT INTO "certificate" VALUES('YZ-U7-A','林业水利','YZ-0017','2025-01-01','2030-12-31',1);
INSERT INTO "certificate" VALUES('YZ-U7-B','林业水利','YZ-0018','2025-01-01','2030-12-31',1);
CREATE TABLE channel (
	name VARCHAR NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_channel PRIMARY KEY (name)
);
INSERT INTO "channel" VALUES('city',2);
INSERT INTO "channel" VALUES('district:990101',2);
INSERT INTO "channel" VALUES('platform:wangge',2);
INSERT INTO "channel" VALUES('team:YZ-T1',2);
INSERT INTO "channel" VALUES('township:990101001',2);
CREATE TABLE channel_frame (
	channel VARCHAR NOT NULL, 
	seq BIGINT NOT NULL, 
	frame_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_channel_frame PRIMARY KEY (channel, seq)
);
INSERT INTO "channel_frame" VALUES('city',1,'01a2031dcdd575668fb377dbafcd219e');
INSERT INTO "channel_frame" VALUES('district:990101',1,'01a2031dcdd575668fb377dbafcd219e');
INSERT INTO "channel_frame" VALUES('township:990101001',1,'01a2031dcdd575668fb377dbafcd219e');
INSERT INTO "channel_frame" VALUES('team:YZ-T1',1,'01a2031dcdd575668fb377dbafcd219e');
INSERT INTO "channel_frame" VALUES('platform:wangge',1,'01a2031dcdd575668fb377dbafcd219e');
INSERT INTO "channel_frame" VALUES('city',2,'01a2031dcdd5774fb506486f908620eb');
INSERT INTO "channel_frame" VALUES('district:990101',2,'01a2031dcdd5774fb506486f908620eb');
INSERT INTO "channel_frame" VALUES('township:990101001',2,'01a2031dcdd5774fb506486f908620eb');
INSERT INTO "channel_frame" VALUES('team:YZ-T1',2,'01a2031dcdd5774fb506486f908620eb');
INSERT INTO "channel_frame" VALUES('platform:wangge',2,'01a2031dcdd5774fb506486f908620eb');
CREATE TABLE city (
	code VARCHAR(12) NOT NULL, 
	name VARCHAR NOT NULL, 
	name_en VARCHAR NOT NULL, 
	timezone VARCHAR NOT NULL, 
	lon FLOAT NOT NULL, 
	lat FLOAT NOT NULL, 
	attribution VARCHAR NOT NULL, 
	approximate BOOLEAN NOT NULL, 
	demo BOOLEAN NOT NULL, 
	loaded_at DATETIME NOT NULL, 
	CONSTRAINT pk_city PRIMARY KEY (code)
);
INSERT INTO "city" VALUES('990100','云泽市','Yunze','Asia/Urumqi',87.1,43.1,'云泽市为测试而虚构 · Yunze is invented for tests',1,1,'2026-11-22 11:56:54.440592');
CREATE TABLE class_item (
	id CHAR(32) NOT NULL, 
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	holder_kind VARCHAR NOT NULL, 
	fields JSON NOT NULL, 
	question_zh VARCHAR NOT NULL, 
	question_en VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_class_item PRIMARY KEY (id)
);
INSERT INTO "class_item" VALUES('314967fdcdfa508c9d0d599359f47031','LOCAL-YZ','matter','M01','YZ-01','comprehensive','["\u57ce\u5e02\u7ba1\u7406"]','','','','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('c57eb481556a5f398b758a4ca62cc1a4','LOCAL-YZ','matter','M02','YZ-02','ask','["\u751f\u6001\u73af\u5883", "\u57ce\u5e02\u7ba1\u7406"]','噪声来自生产设备还是经营场所？','Does the noise come from production machines or from a shop?','','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('38f166435467598b80ed0be516fdcf8e','LOCAL-YZ','matter','M03','YZ-03','comprehensive','["\u57ce\u5e02\u7ba1\u7406"]','倾倒者是个人还是单位？','Was it dumped by a person or by an organisation?','个人','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('3f5d7b5e86905f7ea30f1967ed33ad02','LOCAL-YZ','matter','M03','YZ-04','comprehensive','["\u57ce\u5e02\u7ba1\u7406"]','倾倒者是个人还是单位？','Was it dumped by a person or by an organisation?','单位','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('b947e21727a452059c9d88aed1305cff','LOCAL-YZ','matter','M04','YZ-05','professional','["\u751f\u6001\u73af\u5883"]','','','','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('2ee34fb8535a504b92f7a1b4d5959b0e','LOCAL-YZ','matter','M05','YZ-06','outside','["\u516c\u5b89"]','','','','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('205c4b279eae5ceb9a75033ad6f1f235','LOCAL-YZ','matter','M07','YZ-03','comprehensive','["\u57ce\u5e02\u7ba1\u7406"]','','','','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "class_item" VALUES('6380c6a37d925ea38cbbd04fc3e6516a','LOCAL-YZ','matter','M08','YZ-07','comprehensive','["\u6797\u4e1a\u6c34\u5229"]','','','','2026-01-01',NULL,'云泽市事项分类(虚构)');
CREATE TABLE device_ack (
	device VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	seq BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_device_ack PRIMARY KEY (device, channel)
);
CREATE TABLE district (
	code VARCHAR(12) NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_district PRIMARY KEY (code)
);
INSERT INTO "district" VALUES('990101','云东区');
INSERT INTO "district" VALUES('990102','云西县');
CREATE TABLE edition (
	name VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_edition PRIMARY KEY (name)
);
INSERT INTO "edition" VALUES('city',1);
CREATE TABLE event_class (
	scheme VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	"group" VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_event_class PRIMARY KEY (scheme, kind, code)
);
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M01','占道摆摊','街面秩序','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M02','店铺噪声','街面秩序','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M03','乱倒垃圾','市容环境','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M04','污水直排','生态环境','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M05','燃放烟花爆竹','公共安全','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M06','其他事项','其他','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M07','乱堆物料','市容环境','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','matter','M08','毁坏林木','自然资源','2026-01-01',NULL,'云泽市事项分类(虚构)');
INSERT INTO "event_class" VALUES('LOCAL-YZ','component','C01','路灯','公用设施','2026-01-01',NULL,'云泽市事项分类(虚构)');
CREATE TABLE frame (
	id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_frame PRIMARY KEY (id)
);
INSERT INTO "frame" VALUES('01a2031dcdd575668fb377dbafcd219e','2026-11-22 11:56:54.573744','"name":"case.changed","at":"2026-11-22T11:56:54.573744Z","data":{"case_no":"20261122-000001","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-1","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-22T11:56:54.573744Z","changed_at":"2026-11-22T11:56:54.573744Z"}');
INSERT INTO "frame" VALUES('01a2031dcdd5774fb506486f908620eb','2026-11-22 11:56:54.573744','"name":"case.changed","at":"2026-11-22T11:56:54.573744Z","data":{"case_no":"20261122-000002","state":"routed","stage":"accepted","closed":false,"version":1,"platform":"wangge","source_event_id":"EV-2","title":"占道摆摊","scheme":"LOCAL-YZ","kind":"matter","code":"M01","class_name":"占道摆摊","urgency":"general","lon":87.03,"lat":43.03,"address":null,"district":"990101","district_name":"云东区","township":"990101001","township_name":"东湖街道","team":"YZ-T1","team_name":"东湖街道综合行政执法队","unit":null,"item":"YZ-01","reason":"routed_empowered","occurred_at":"2026-11-20T02:00:00.000000Z","received_at":"2026-11-22T11:56:54.573744Z","changed_at":"2026-11-22T11:56:54.573744Z"}');
CREATE TABLE heard (
	event_id CHAR(32) NOT NULL, 
	reaction VARCHAR NOT NULL, 
	CONSTRAINT pk_heard PRIMARY KEY (event_id, reaction)
);
CREATE TABLE item (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	law VARCHAR NOT NULL, 
	article VARCHAR NOT NULL, 
	sanction VARCHAR NOT NULL, 
	fine_min FLOAT, 
	fine_max FLOAT, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_item PRIMARY KEY (code)
);
INSERT INTO "item" VALUES('YZ-01','对占道摆摊的处罚','城市管理','云泽市市容条例(虚构)','第1条','责令改正；拒不改正的罚款',0.0,50.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('YZ-02','对店铺设备噪声超标的处罚','城市管理','云泽市市容条例(虚构)','第2条','责令改正；可并处罚款',500.0,5000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('YZ-03','对个人乱倒垃圾、乱堆物料的处罚','城市管理','云泽市市容条例(虚构)','第3条','责令改正；罚款',50.0,200.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('YZ-04','对单位乱倒垃圾的处罚','城市管理','云泽市市容条例(虚构)','第4条','责令改正；罚款',5000.0,50000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('YZ-05','对污水直排的处罚','生态环境','云泽市市容条例(虚构)','第5条','责令改正；罚款',20000.0,200000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('YZ-06','对违法燃放烟花爆竹的处罚','公安','云泽市市容条例(虚构)','第6条','由公安机关处理',NULL,NULL,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "item" VALUES('YZ-07','对毁坏林木的处罚','林业水利','云泽市市容条例(虚构)','第7条','责令补种；罚款',200.0,2000.0,'2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE lease (
	name VARCHAR NOT NULL, 
	holder CHAR(32) NOT NULL, 
	until DATETIME NOT NULL, 
	beat BIGINT NOT NULL, 
	CONSTRAINT pk_lease PRIMARY KEY (name)
);
CREATE TABLE login_attempt (
	"key" BLOB NOT NULL, 
	failures INTEGER NOT NULL, 
	window_started_at DATETIME NOT NULL, 
	blocked_until DATETIME, 
	CONSTRAINT pk_login_attempt PRIMARY KEY ("key")
);
CREATE TABLE login_session (
	token_hash BLOB NOT NULL, 
	id CHAR(32) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	device VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_login_session PRIMARY KEY (token_hash), 
	CONSTRAINT fk_login_session_account_id FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT uq_login_session_id UNIQUE (id)
);
CREATE TABLE officer (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_officer PRIMARY KEY (code)
);
INSERT INTO "officer" VALUES('YZ-U0-A','测试甲01','YZ-U0',1);
INSERT INTO "officer" VALUES('YZ-U0-B','测试乙02','YZ-U0',1);
INSERT INTO "officer" VALUES('YZ-U1-A','测试甲03','YZ-U1',1);
INSERT INTO "officer" VALUES('YZ-U1-B','测试乙04','YZ-U1',1);
INSERT INTO "officer" VALUES('YZ-U2A-A','测试甲05','YZ-U2A',1);
INSERT INTO "officer" VALUES('YZ-U2A-B','测试乙06','YZ-U2A',1);
INSERT INTO "officer" VALUES('YZ-U2B-A','测试甲07','YZ-U2B',1);
INSERT INTO "officer" VALUES('YZ-U2B-B','测试乙08','YZ-U2B',1);
INSERT INTO "officer" VALUES('YZ-U3-A','测试甲09','YZ-U3',1);
INSERT INTO "officer" VALUES('YZ-U3-B','测试乙10','YZ-U3',1);
INSERT INTO "officer" VALUES('YZ-U4-A','测试甲11','YZ-U4',1);
INSERT INTO "officer" VALUES('YZ-U4-B','测试乙12','YZ-U4',1);
INSERT INTO "officer" VALUES('YZ-U5-A','测试甲13','YZ-U5',1);
INSERT INTO "officer" VALUES('YZ-U5-B','测试乙14','YZ-U5',1);
INSERT INTO "officer" VALUES('YZ-U6-A','测试甲15','YZ-U6',1);
INSERT INTO "officer" VALUES('YZ-U6-B','测试乙16','YZ-U6',1);
INSERT INTO "officer" VALUES('YZ-U7-A','测试甲17','YZ-U7',1);
INSERT INTO "officer" VALUES('YZ-U7-B','测试乙18','YZ-U7',1);
CREATE TABLE outbox (
	id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	data JSON NOT NULL, 
	tries INTEGER NOT NULL, 
	due_at DATETIME, 
	done_at DATETIME, 
	CONSTRAINT pk_outbox PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES('01a2031dcdd57657becc69df222a2e81','command.case-routed','2026-11-22 11:56:54.573744','{"case_no":"20261122-000001"}',0,NULL,NULL);
INSERT INTO "outbox" VALUES('01a2031dcdd577b6aee679ff233ec2ac','command.case-routed','2026-11-22 11:56:54.573744','{"case_no":"20261122-000002"}',0,NULL,NULL);
CREATE TABLE platform (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	attachment_hosts JSON NOT NULL, 
	CONSTRAINT pk_platform PRIMARY KEY (code)
);
INSERT INTO "platform" VALUES('wangge','云泽网格平台','[]');
CREATE TABLE platform_token (
	token_hash BLOB NOT NULL, 
	id CHAR(32) NOT NULL, 
	platform VARCHAR NOT NULL, 
	demo BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT pk_platform_token PRIMARY KEY (token_hash), 
	CONSTRAINT fk_platform_token_platform FOREIGN KEY(platform) REFERENCES platform (code), 
	CONSTRAINT uq_platform_token_id UNIQUE (id)
);
CREATE TABLE routing_rule (
	id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	priority INTEGER NOT NULL, 
	"when" JSON NOT NULL, 
	"then" JSON NOT NULL, 
	text_zh VARCHAR NOT NULL, 
	text_en VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	CONSTRAINT pk_routing_rule PRIMARY KEY (id, version)
);
INSERT INTO "routing_rule" VALUES('YZ-R010',1,10,'{"class": "unknown"}','{"judge": "unknown_class"}','这个分类不在本市目录中，由人研判。','The class is not in the city''s catalogue: a person decides.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R020',1,20,'{"kind": "component"}','{"judge": "not_enforcement"}','部件问题是养护，不是执法。','A component needs repair, not enforcement.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R030',1,30,'{"place": "missing"}','{"judge": "no_place"}','没有坐标。','The report gives no place.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R040',1,40,'{"place": "outside"}','{"judge": "outside_city"}','地点不在本市。','The place is outside the city.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R050',1,50,'{"place": "contradiction"}','{"judge": "place_contradiction"}','坐标与所报镇街不一致。','The point and the stated township disagree.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R060',1,60,'{"items": "none"}','{"judge": "no_item"}','该分类没有对应的执法事项。','No enforcement item belongs to the class.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R070',1,70,'{"items": "many"}','{"judge": "several_items"}','该分类对应多个事项，须先回答问题。','Several items fit: the question must be answered first.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R080',1,80,'{"holder": "ask"}','{"judge": "two_holders"}','两个机关都可依法管辖，须先回答问题。','Two bodies may lawfully act: the question must be answered first.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R090',1,90,'{"form": "empowered", "listed": true, "squad": "able"}','{"team": "township_squad", "name": "own", "reason": "routed_empowered"}','镇街已赋权且事项在其公布清单内，以镇街名义执法。','The township is empowered and lists the item: it acts in its own name.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R100',1,100,'{"holder": "outside"}','{"judge": "outside_holder"}','由平台以外的机关管辖。','The holder is not a team of this platform.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R110',1,110,'{"holder": "comprehensive", "form": "posted", "squad": "able"}','{"team": "township_squad", "name": "bureau", "reason": "routed_posted"}','派驻镇街的中队以综合执法局名义执法。','The posted squad acts in the bureau''s name.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R120',1,120,'{"holder": "comprehensive"}','{"team": "district_field", "name": "bureau", "reason": "routed_district"}','事项未下放，或镇街中队不办该领域：由区县综合执法队办理。','The item was not handed down, or the township''s squad does not work in its field: the district''s team takes it.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
INSERT INTO "routing_rule" VALUES('YZ-R130',1,130,'{"holder": "professional"}','{"team": "district_field", "name": "own", "reason": "routed_professional"}','专业领域由区县专业执法队办理。','The district''s professional team of the field takes it.','2026-01-01',NULL,'云泽市事项分类(虚构)','OneDoor');
CREATE TABLE serial (
	name VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial PRIMARY KEY (name)
);
CREATE TABLE stored_file (
	id CHAR(32) NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	owner VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_stored_file PRIMARY KEY (id)
);
CREATE TABLE task (
	id CHAR(32) NOT NULL, 
	case_no VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	team VARCHAR NOT NULL, 
	unit VARCHAR, 
	field VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	lon FLOAT, 
	lat FLOAT, 
	brief JSON NOT NULL, 
	why JSON NOT NULL, 
	moves JSON NOT NULL, 
	offer_frame CHAR(32), 
	offered_at DATETIME, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	ended BOOLEAN NOT NULL, 
	CONSTRAINT pk_task PRIMARY KEY (id)
);
CREATE TABLE task_history (
	id CHAR(32) NOT NULL, 
	task_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	device_at DATETIME, 
	from_state VARCHAR, 
	to_state VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	unit VARCHAR, 
	act_id CHAR(32), 
	lon FLOAT, 
	lat FLOAT, 
	accuracy_m FLOAT, 
	CONSTRAINT pk_task_history PRIMARY KEY (id)
);
CREATE TABLE team (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	district VARCHAR, 
	township VARCHAR, 
	fields JSON NOT NULL, 
	body VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_team PRIMARY KEY (code)
);
INSERT INTO "team" VALUES('YZ-CITY','云泽市综合行政执法局直属队','direct','city',NULL,NULL,'["\u57ce\u5e02\u7ba1\u7406", "\u5efa\u8bbe"]','云泽市综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-E-ZD','云东区综合行政执法局直属中队','comprehensive','district','990101',NULL,'["\u57ce\u5e02\u7ba1\u7406", "\u5efa\u8bbe"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-E-LS','云东区综合行政执法局(林业水利)行政执法队','comprehensive','district','990101',NULL,'["\u6797\u4e1a\u6c34\u5229"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-E-HB','云东区生态环境行政执法队','professional','district','990101',NULL,'["\u751f\u6001\u73af\u5883"]','云东区生态环境局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-W-ZD','云西县综合行政执法局直属中队','comprehensive','district','990102',NULL,'["\u57ce\u5e02\u7ba1\u7406", "\u5efa\u8bbe"]','云西县综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-T1','东湖街道综合行政执法队','squad','township','990101','990101001','["\u57ce\u5e02\u7ba1\u7406"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-T2','南市街道综合行政执法队','squad','township','990101','990101002','["\u57ce\u5e02\u7ba1\u7406"]','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "team" VALUES('YZ-T4','石门乡综合行政执法队','squad','township','990102','990102201','["\u57ce\u5e02\u7ba1\u7406"]','云西县综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE township (
	code VARCHAR(12) NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	district VARCHAR NOT NULL, 
	CONSTRAINT pk_township PRIMARY KEY (code), 
	CONSTRAINT fk_township_district FOREIGN KEY(district) REFERENCES district (code)
);
INSERT INTO "township" VALUES('990101001','东湖街道','街道','990101');
INSERT INTO "township" VALUES('990101002','南市街道','街道','990101');
INSERT INTO "township" VALUES('990102100','北山镇','镇','990102');
INSERT INTO "township" VALUES('990102201','石门乡','乡','990102');
CREATE TABLE township_alias (
	scheme VARCHAR NOT NULL, 
	alias VARCHAR NOT NULL, 
	township VARCHAR NOT NULL, 
	CONSTRAINT pk_township_alias PRIMARY KEY (scheme, alias), 
	CONSTRAINT fk_township_alias_township FOREIGN KEY(township) REFERENCES township (code)
);
INSERT INTO "township_alias" VALUES('old_list','990101003','990101002');
INSERT INTO "township_alias" VALUES('old_list','990101002','990102201');
CREATE TABLE township_item (
	id CHAR(32) NOT NULL, 
	township VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_township_item PRIMARY KEY (id)
);
INSERT INTO "township_item" VALUES('49b4441d2bbe5eb294f54558a472479c','990101001','YZ-01','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE township_power (
	id CHAR(32) NOT NULL, 
	township VARCHAR NOT NULL, 
	form VARCHAR NOT NULL, 
	name_used VARCHAR NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	source VARCHAR NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_township_power PRIMARY KEY (id)
);
INSERT INTO "township_power" VALUES('7940eb4603c754a0a501807a3b353da2','990101001','empowered','东湖街道办事处','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_power" VALUES('8f0f4c6b31525774b114311bb4902647','990101002','posted','云东区综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_power" VALUES('4402ae52aa1953019b022704b0a798c9','990102100','none','','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
INSERT INTO "township_power" VALUES('2829047681fd527188b4ec135e6b2f0c','990102201','posted','云西县综合行政执法局','2026-01-01',NULL,'云泽市事项分类(虚构)',1);
CREATE TABLE unit (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	team VARCHAR NOT NULL, 
	base_lon FLOAT NOT NULL, 
	base_lat FLOAT NOT NULL, 
	shift_from INTEGER NOT NULL, 
	shift_to INTEGER NOT NULL, 
	invented BOOLEAN NOT NULL, 
	CONSTRAINT pk_unit PRIMARY KEY (code)
);
INSERT INTO "unit" VALUES('YZ-U0','市直属组','YZ-CITY',87.1,43.09,0,0,1);
INSERT INTO "unit" VALUES('YZ-U1','东湖一组','YZ-T1',87.02,43.02,0,0,1);
INSERT INTO "unit" VALUES('YZ-U2A','南市日班组','YZ-T2',87.12,43.02,480,1200,1);
INSERT INTO "unit" VALUES('YZ-U2B','南市夜班组','YZ-T2',87.18,43.08,1200,480,1);
INSERT INTO "unit" VALUES('YZ-U3','云东直属组','YZ-E-ZD',87.09,43.05,0,0,1);
INSERT INTO "unit" VALUES('YZ-U4','云东环保组','YZ-E-HB',87.11,43.05,0,0,1);
INSERT INTO "unit" VALUES('YZ-U5','云西直属组','YZ-W-ZD',87.09,43.15,0,0,1);
INSERT INTO "unit" VALUES('YZ-U6','石门一组','YZ-T4',87.15,43.15,0,0,1);
INSERT INTO "unit" VALUES('YZ-U7','云东林水组','YZ-E-LS',87.08,43.02,0,0,1);
CREATE INDEX ix_account_scope_changed_at ON account (scope_changed_at);
CREATE INDEX ix_act_task_id ON act (task_id);
CREATE INDEX ix_attachment_case_no ON attachment (case_no);
CREATE INDEX ix_case_open ON "case" (id) WHERE state <> 'closed';
CREATE UNIQUE INDEX uq_case_platform_source_event_id ON "case" (platform, source_event_id);
CREATE INDEX ix_case_history_case_id ON case_history (case_id);
CREATE INDEX ix_channel_frame_frame_id ON channel_frame (frame_id);
CREATE INDEX ix_frame_at ON frame (at);
CREATE INDEX ix_login_attempt_window_started_at ON login_attempt (window_started_at);
CREATE INDEX ix_officer_unit ON officer (unit);
CREATE INDEX ix_outbox_done_at ON outbox (done_at);
CREATE INDEX ix_outbox_waiting ON outbox (id) WHERE done_at IS NULL;
CREATE INDEX ix_stored_file_sha256 ON stored_file (sha256);
CREATE INDEX ix_task_case_no ON task (case_no);
CREATE INDEX ix_task_open_unit ON task (unit) WHERE NOT ended;
CREATE INDEX ix_task_waiting ON task (id) WHERE state = 'waiting';
CREATE INDEX ix_task_history_task_id ON task_history (task_id);
CREATE INDEX ix_team_district ON team (district);
CREATE INDEX ix_township_item_township ON township_item (township);
CREATE INDEX ix_township_power_township ON township_power (township);
CREATE INDEX ix_unit_team ON unit (team);
CREATE INDEX ix_login_session_account_id ON login_session (account_id);
CREATE INDEX ix_login_session_ended_at ON login_session (ended_at);
CREATE INDEX ix_login_session_expires_at ON login_session (expires_at);
CREATE INDEX ix_platform_token_platform ON platform_token (platform);
CREATE INDEX ix_township_district ON township (district);
CREATE INDEX ix_boundary_version ON boundary (version);
CREATE INDEX ix_township_alias_township ON township_alias (township);
CREATE TRIGGER case_history_no_update BEFORE UPDATE ON case_history BEGIN SELECT RAISE(ABORT, 'case_history is append-only'); END;
CREATE TRIGGER case_history_no_delete BEFORE DELETE ON case_history BEGIN SELECT RAISE(ABORT, 'case_history is append-only'); END;
CREATE TRIGGER case_history_no_replace BEFORE INSERT ON case_history WHEN EXISTS (SELECT 1 FROM case_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'case_history is append-only'); END;
CREATE TRIGGER task_history_no_update BEFORE UPDATE ON task_history BEGIN SELECT RAISE(ABORT, 'task_history is append-only'); END;
CREATE TRIGGER task_history_no_delete BEFORE DELETE ON task_history BEGIN SELECT RAISE(ABORT, 'task_history is append-only'); END;
CREATE TRIGGER task_history_no_replace BEFORE INSERT ON task_history WHEN EXISTS (SELECT 1 FROM task_history WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'task_history is append-only'); END;
COMMIT;
