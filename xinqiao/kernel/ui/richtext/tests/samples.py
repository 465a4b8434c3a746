# ruff: noqa: E501 - pasted pages are as wide as they are
"""Pasted pages as Word, WPS and old web editors write them; written by us for these tests."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm; text-indent:32.0pt} @page WordSection1 {size:595.3pt 841.9pt} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment--><div class=WordSection1>
<p class=MsoNormal align=center style='text-align:center'><b style='mso-bidi-font-weight:normal'><span
style='font-size:22.0pt;font-family:方正小标宋简体'>关于做好汛期安全工作的通知<span lang=EN-US><o:p></o:p></span></span></b></p>
<p class=MsoNormal><span lang=EN-US style='font-size:16.0pt'><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:黑体'>一、提高思想认识<o:p></o:p></span></p>
<p class=MsoNormal>　　(一)压实责任。各乡镇要"守土有责",一级抓一级<span lang=EN-US>;</span>确保落实<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>备足 物资<o:p></o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
 <tr style='mso-yfti-irow:0'><td width=284 colspan=2 valign=top style='width:212.8pt'>
 <p class=MsoNormal align=center style='text-align:center'><b>物资</b><o:p></o:p></p></td>
 <td rowspan=2 style='mso-border-left-alt:solid windowtext .5pt'><p class=MsoNormal>备注</p></td></tr>
 <tr><td><p class=MsoNormal>沙袋</p></td><td><p class=MsoNormal><span lang=EN-US>2 000 条</span></p></td></tr>
</table>
<p class=MsoNormal><v:shape id="图片_1" type="#_x0000_t75"><v:imagedata src="file:///C:/Temp/a.png"/></v:shape>
<img width=200 src="file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_image001.png"></p>
<p class=MsoNormal align=right>青溪县人民政府<o:p></o:p></p>
<p class=MsoNormal align=right>2026年11月24日<o:p></o:p></p></div><!--EndFragment--></body></html>"""

WPS = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="ProgId" content="Word.Document"><meta name="Generator" content="Microsoft Word 14">
<style>@font-face{font-family:"仿宋_GB2312";} .15{font-family:Calibri;} p.p{margin-bottom:5pt;}</style></head>
<body style="tab-interval:21pt;text-justify-trim:punctuation;"><!--StartFragment-->
<div class="Section0" style="layout-grid:15.6000pt;">
<p class=MsoNormal style="text-align:center;line-height:28.0000pt;mso-line-height-rule:exactly;" ><b><span
style="mso-spacerun:'yes';font-family:方正小标宋_GBK;font-weight:bold;font-size:22.0000pt;" ><font
face="方正小标宋_GBK" >青溪县政务公开要点</font></span></b><b><span><o:p></o:p></span></b></p>
<p class=MsoNormal style="text-indent:32.0000pt;"><span style="mso-spacerun:'yes';font-family:黑体;" ><font face="黑体">二、工作任务</font></span></p>
<p class=MsoNormal ><span style="font-family:楷体;" ><font face="楷体">（二）政策解读</font></span></p>
<p class=MsoNormal ><span style="text-decoration:underline;">下划线</span><span style="vertical-align:super;">2</span>文字<br>换行</p>
<p class=MsoNormal ><a name="_Toc1" ></a>锚点段落</p>
<ul><li style="list-style-type:disc;">项目一</li><li>项目二</li></ul>
<p class=p style="text-align:right;">青溪县人民政府办公室</p><p class=p>2026年3月1日</p></div><!--EndFragment--></body></html>"""

OLD_PAGE = """<DIV style="TEXT-ALIGN: center"><FONT size=4><STRONG>通 知</STRONG></FONT></DIV>
<DIV>&nbsp;&nbsp;&nbsp; 各村:<BR>&nbsp;&nbsp;&nbsp; 现将有关事项通知如下.</DIV>
<CENTER>表一</CENTER><TABLE cellSpacing=0 width="100%" bgColor=#ffffff><TBODY><TR><TD bgColor=red
onclick="x()">一</TD></TR></TBODY></TABLE><MARQUEE>滚动</MARQUEE><A href="/news/1.html" target=_blank>链接</A>"""
